import type { TreeUsage } from '../measure/process-usage.ts';
import type { SessionPhases } from './round-figures.ts';

/** A start of a contender, once all its sessions are connected. */
export interface Started {
  readonly livezMs?: number;
  readonly connectedMs: readonly number[];
  readonly cpuSeconds: number;
  readonly usage: () => TreeUsage;
  readonly phases: readonly SessionPhases[];
  readonly stop: () => Promise<void>;
}

/** Something that brings the sessions back. */
export interface Contender {
  readonly name: string;
  /** Whether a round also measures a stop and the start after it. */
  readonly isStoppedAndStarted: boolean;
  /** Starts its process; resolves once all sessions are connected. */
  start(signal: AbortSignal): Promise<Started>;
}
