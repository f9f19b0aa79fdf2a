import PQueue from 'p-queue';
import type { ShutdownStep } from './run-steps.ts';

/** What the shutdown ends, in its order. */
export interface ShutdownParts {
  /** Refuses commands from here on. */
  readonly drain: () => void;
  /** Gives up what has not begun: the start queue, the directory's retries, the restoration's account. */
  readonly cancelPending: () => void;
  readonly closeStreams: () => void;
  /** Each ends one session in order. */
  readonly sessions: readonly (() => Promise<void>)[];
  readonly recordEnd: () => void;
  readonly closeHttp: () => Promise<void>;
  readonly closeWorkers: () => Promise<void>;
  readonly closeJobs: () => Promise<void>;
  readonly closeDatabase: () => void;
}

/** So many sessions are ended at once: each writes its profile to the disk. */
const sessionsAtOnce = 8;

/** The service's shutdown, step by step; the deadlines sum to 59 s, which a process manager's kill timeout must exceed. */
export function shutdownSteps(parts: ShutdownParts): ShutdownStep[] {
  return [
    { name: 'refuse commands', deadlineMs: 500, run: parts.drain },
    { name: 'cancel pending starts', deadlineMs: 500, run: parts.cancelPending },
    { name: 'end event streams', deadlineMs: 1_000, run: parts.closeStreams },
    { name: 'stop sessions', deadlineMs: 40_000, run: () => stopAll(parts.sessions) },
    { name: 'note the end', deadlineMs: 1_000, run: parts.recordEnd },
    { name: 'close the HTTP server', deadlineMs: 5_000, run: parts.closeHttp },
    { name: 'close the workers’ socket', deadlineMs: 2_000, run: parts.closeWorkers },
    { name: 'close the job pool', deadlineMs: 5_000, run: parts.closeJobs },
    { name: 'close the database', deadlineMs: 4_000, run: parts.closeDatabase },
  ];
}

async function stopAll(sessions: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = new PQueue({ concurrency: sessionsAtOnce });
  await Promise.allSettled(sessions.map(async (stop) => queue.add(stop)));
}
