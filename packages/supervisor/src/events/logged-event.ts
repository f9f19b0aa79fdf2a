/** One entry of the durable log. */
export interface LoggedEvent {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly session_id: string | null;
  readonly time: string;
  readonly data: Record<string, unknown>;
}

/** Which entries of the log are wanted: those after a number, at most `limit`. */
export interface EventQuery {
  readonly after: number;
  readonly sessionId?: string;
  readonly types?: readonly string[];
  readonly limit: number;
}
