/** One receiver of events, as it is kept; times in milliseconds since the epoch. */
export interface WebhookRecord {
  readonly id: string;
  readonly url: string;
  /** Null: the events of every session, and those of the service itself. */
  readonly sessionId: string | null;
  /** Exact types, or such as `message.*`; none means all. */
  readonly types: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly enabled: boolean;
  /** Why the service itself disabled it. */
  readonly disabledReason: string | null;
  /** Null: WEBHOOK_SECRET of the settings. */
  readonly secret: string | null;
  /** Signs beside the secret until its time is over. */
  readonly previousSecret: { readonly secret: string; readonly untilMs: number } | null;
  /** Who made it: the API, `webhook_url` of a session, or WEBHOOK_URL of the settings. */
  readonly source: 'api' | 'session' | 'settings';
  readonly createdMs: number;
  /** It is owed the events with a greater number. */
  readonly baseSeq: number;
}

/** Whether a webhook wants an event. */
export function wants({ sessionId, types }: WebhookRecord, event: { type: string; session_id: string | null }): boolean {
  if (sessionId !== null && sessionId !== event.session_id) return false;
  return types.length === 0 || types.some((pattern) => isMatch(pattern, event.type));
}

function isMatch(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
