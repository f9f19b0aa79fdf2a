/** The levels that a line can have, the least important first. */
export const logLineLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** One line of the service's own log. */
export interface LogLine {
  readonly seq: number;
  readonly time: string;
  readonly level: string;
  readonly session_id: string | null;
  readonly message: string;
}
