/** Which entries of the log are wanted: those after a number, at most `limit`. */
export interface EventQuery {
  readonly after: number;
  readonly sessionId?: string;
  /** With what the session's id begins; events of the service as a whole have none. */
  readonly sessionPrefix?: string;
  readonly types?: readonly string[];
  readonly limit: number;
}
