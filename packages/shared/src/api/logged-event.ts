/** One entry of the durable log. */
export interface LoggedEvent {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly session_id: string | null;
  readonly time: string;
  readonly data: Record<string, unknown>;
}
