/** One line of the service's own log. */
export interface LogLine {
  readonly seq: number;
  readonly time: string;
  readonly level: string;
  readonly session_id: string | null;
  readonly message: string;
}
