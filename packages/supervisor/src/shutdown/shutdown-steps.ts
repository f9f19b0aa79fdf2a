import type { EndMode } from '@whatsapp-service/shared/api/restart-view.ts';
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
  /** Resolves once no command is under way any more. */
  readonly commandsDone: () => Promise<void>;
  /** Each leaves one session's worker running, or waits for one that is ending. */
  readonly handovers: readonly (() => Promise<void>)[];
  readonly recordEnd: () => void;
  /** Delivers what is owed for a moment longer; the rest is delivered after the next start. */
  readonly closeWebhooks: () => Promise<void>;
  readonly closeHttp: () => Promise<void>;
  readonly closeWorkers: () => Promise<void>;
  readonly closeJobs: () => Promise<void>;
  readonly closeDatabase: () => void;
}

/** So many sessions are ended at once: each writes its profile to the disk. */
const sessionsAtOnce = 8;

/** The service's shutdown, step by step; the deadlines sum to 64 s at most, which a process manager's kill timeout must exceed. */
export function shutdownSteps(parts: ShutdownParts, mode: EndMode): ShutdownStep[] {
  return [
    { name: 'refuse commands', deadlineMs: 500, run: parts.drain },
    { name: 'cancel pending starts', deadlineMs: 500, run: parts.cancelPending },
    { name: 'end event streams', deadlineMs: 1_000, run: parts.closeStreams },
    ...(mode === 'full' ? ending(parts) : handingOver(parts)),
    { name: 'note the end', deadlineMs: 1_000, run: parts.recordEnd },
    { name: 'deliver to webhooks', deadlineMs: 5_000, run: parts.closeWebhooks },
    { name: 'close the HTTP server', deadlineMs: 5_000, run: parts.closeHttp },
    ...(mode === 'full' ? [workersSocket(parts)] : []),
    { name: 'close the job pool', deadlineMs: 5_000, run: parts.closeJobs },
    { name: 'close the database', deadlineMs: 4_000, run: parts.closeDatabase },
  ];
}

function ending({ sessions }: ShutdownParts): ShutdownStep[] {
  return [{ name: 'stop sessions', deadlineMs: 40_000, run: () => settleAll(sessions) }];
}

function handingOver(parts: ShutdownParts): ShutdownStep[] {
  const { commandsDone, handovers } = parts;
  return [
    { name: 'finish commands', deadlineMs: 10_000, run: commandsDone },
    { name: 'hand the sessions over', deadlineMs: 30_000, run: () => settleAll(handovers) },
    // Before HTTP: a send that is still on its way is answered with what its caller can do.
    workersSocket(parts),
  ];
}

function workersSocket({ closeWorkers }: ShutdownParts): ShutdownStep {
  return { name: 'close the workers’ socket', deadlineMs: 2_000, run: closeWorkers };
}

async function settleAll(sessions: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = new PQueue({ concurrency: sessionsAtOnce });
  await Promise.allSettled(sessions.map(async (session) => queue.add(session)));
}
