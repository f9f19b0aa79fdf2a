/** One call that was to change something. Never a body, a secret, or what stands in a path besides ids of our own. */
export interface AuditEntry {
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  readonly keyId: string | null;
  readonly keyName: string | null;
  readonly via: 'key' | 'page';
  readonly method: string;
  readonly route: string;
  readonly sessionId: string | null;
  readonly target: string | null;
  readonly status: number | null;
  readonly requestId: string;
  readonly address: string;
}

/** The entry as the log keeps it. */
export interface NumberedAuditEntry extends AuditEntry {
  readonly seq: number;
}

/** Which entries are asked for; times in milliseconds since the epoch. */
export interface AuditQuery {
  readonly sessionId?: string;
  readonly keyId?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Only those before this one. */
  readonly before?: number;
  readonly limit: number;
}
