/** Which entries of the log are wanted: those after a number, at most `limit`. */
export interface EventQuery {
  readonly after: number;
  readonly sessionId?: string;
  readonly types?: readonly string[];
  readonly limit: number;
}
