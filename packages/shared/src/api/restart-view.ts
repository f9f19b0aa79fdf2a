/** How the service ends: its sessions are ended with it, or left to the supervisor that comes next. */
export const endModes = ['handover', 'full'] as const;
export type EndMode = (typeof endModes)[number];

/** What a restart would do, for the person who is asked; snake_case as it goes out. */
export interface RestartPreview {
  readonly active_sessions: number;
  readonly mode: EndMode;
  readonly expected_seconds: number;
  readonly in_flight_sends: number;
  readonly undelivered_webhooks: number;
  readonly message: string;
  readonly confirm_token: string;
  readonly confirm_token_expires_at: string;
}

/** A restart that has begun. */
export interface RestartBegun {
  readonly mode: EndMode;
  readonly expected_seconds: number;
  readonly message: string;
}
