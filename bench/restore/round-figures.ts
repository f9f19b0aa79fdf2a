/** What one round of one contender came to. */
export interface RoundFigures {
  /** From the process's start to the first 200 of /livez; only a service has it. */
  readonly livezMs?: number;
  readonly firstConnectedMs: number;
  readonly lastConnectedMs: number;
  /** CPU of the whole tree from its start until the last session was connected. */
  readonly cpuSeconds: number;
  readonly nodePssBytes: number;
  readonly browserPssBytes: number;
  readonly processes: number;
  /** From the request to stop until the process has exited. */
  readonly stopMs: number;
  /** From the request to stop until all sessions are connected again, by a new process; not of bare pages. */
  readonly stopToConnectedMs?: number;
  /** The machine's load of the last minute when the round began. */
  readonly loadBefore: number;
  /** How long each phase of each session's start took. */
  readonly phases: readonly SessionPhases[];
}

/** The stretches of one session's start, in milliseconds from the process's start of the service. */
export interface SessionPhases {
  readonly sessionId: string;
  readonly forkedAtMs: number;
  readonly phases: readonly { readonly name: string; readonly beganAtMs: number; readonly tookMs: number }[];
  readonly connectedAtMs: number;
}
