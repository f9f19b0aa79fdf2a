import { availableParallelism } from 'node:os';
import { isatty } from 'node:tty';

/** What the defaults of some settings depend on; tests hand in their own. */
export interface MachineFacts {
  readonly cores: number;
  readonly isRoot: boolean;
  /** Whether people read the output as it comes. */
  readonly isTerminal: boolean;
}

/** The facts of this machine and process. */
export function machineFacts(): MachineFacts {
  return {
    cores: availableParallelism(),
    isRoot: process.getuid?.() === 0,
    isTerminal: isatty(1),
  };
}
