import type { EndMode } from '../shutdown/end-mode.ts';

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

/** What the routes need to restart the service. */
export interface RestartPort {
  /** Without a mode the better of those that are possible; throws RestartImpossible. */
  preview(mode: EndMode | undefined): RestartPreview;
  /** Begins the restart once the answer is out; throws ConfirmTokenInvalid, RestartImpossible. */
  restart(confirmToken: string, mode: EndMode): RestartBegun;
}
