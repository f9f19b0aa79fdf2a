import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { protocolVersion } from '@whatsapp-service/shared/ipc/contract.ts';
import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { KeptEvent, PassingEvent, Phase } from '@whatsapp-service/shared/ipc/facts.ts';
import type { RequestOptions } from '@whatsapp-service/shared/ipc/rpc-peer.ts';
import type { MethodName, Params, Result } from '@whatsapp-service/shared/ipc/side.ts';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { KillCause } from '../supervision/exit-policy.ts';
import { killLadder, politeMs } from '../supervision/kill-ladder.ts';
import { HeartbeatMonitor } from '../supervision/heartbeat-monitor.ts';
import { WorkerUnavailable } from '../supervisor-errors.ts';
import { endGroups } from '../workers/end-groups.ts';
import { signalGroup } from '../workers/process-group.ts';
import { secretHashOf } from '../keys/secret-hash.ts';
import { watchProcess } from '../workers/watched-process.ts';
import type { LedgerEntry, WorkerLedger } from '../workers/worker-ledger.ts';
import type { BackfillAnswers, WorkerListener, WorkerPeer } from '../workers/worker-listener.ts';
import type { WorkerExit, WorkerHandle, WorkerSpawner } from '../workers/worker-spawner.ts';

/** What a run needs of the rest of the supervisor. */
export interface RunTools {
  readonly spawner: WorkerSpawner;
  readonly listener: WorkerListener;
  readonly ledger: WorkerLedger;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What its worker asks to learn which messages it missed. */
  readonly backfill: (sessionId: string) => BackfillAnswers;
  /** Calls back once everything that was written up to now is on the disk. */
  readonly afterCommit: (callback: () => void) => void;
  /** This supervisor's number, and the code that its workers are started from: what the ledger says of a worker. */
  readonly epoch: number;
  readonly codeVersion: string;
  /** Told how many processes a worker left behind that had to be killed. */
  readonly onReaped: (processes: number) => void;
}

/** How a run ended; `killedFor` where its worker was killed here for a fault. */
export interface RunExit extends WorkerExit {
  readonly killedFor?: KillCause;
}

/** What a run tells its session. */
export interface RunEvents {
  /** The worker has said hello, at first or again; `phase` is where it is. */
  onHello(phase: Phase): void;
  onKept(event: KeptEvent): void;
  onPassing(event: PassingEvent): void;
  onSilent(): void;
  onBeat(): void;
  /** The worker and its browser are gone, to the last process. */
  onExit(exit: RunExit): void;
}

/** A worker has this long from its fork to its hello. */
const helloDeadlineMs = 30_000;
/** One that runs already dials at least once a second. */
const adoptedHelloDeadlineMs = 10_000;
/** What a worker said last may still be in the socket when its exit is known. */
const lastWordsMs = 1_000;
/** With `pipe` Chromium ends by itself within 200 ms of its worker (measured). */
const browserGraceMs = 1_000;

/** The worker that a run is about: its process, and what the ledger says of it. */
interface RunSubject {
  readonly handle: WorkerHandle;
  readonly entry: LedgerEntry;
  readonly isAdopted: boolean;
}

/** One worker's life, from its fork, or from when it was taken over, until no process of its tree is left. */
export class SessionRun {
  readonly #tools: RunTools;
  readonly #events: RunEvents;
  readonly #subject: RunSubject;
  readonly #forget: () => void;
  readonly #heartbeat: HeartbeatMonitor;
  readonly #ended: Promise<void>;
  #entry: LedgerEntry;
  #peer: WorkerPeer | undefined;
  #phase: Phase | undefined;
  #requestsInFlight = 0;
  #ackSeq = 0;
  #seenSeq = 0;
  #stopping: Promise<void> | undefined;
  #killedFor: KillCause | undefined;

  private constructor(tools: RunTools, subject: RunSubject, events: RunEvents) {
    this.#tools = tools;
    this.#events = events;
    this.#subject = subject;
    this.#entry = subject.entry;
    this.#forget = this.#expect();
    this.#heartbeat = new HeartbeatMonitor(tools.clock, subject.isAdopted ? adoptedHelloDeadlineMs : helloDeadlineMs, {
      onSilent: () => events.onSilent(),
      onBeatAgain: () => events.onBeat(),
      onDead: () => this.#dead(),
    });
    this.#ended = subject.handle.exited.then((exit) => this.#end(exit));
  }

  /** Forks a worker; throws WorkerNotStarted where the system gives no process. */
  static start(tools: RunTools, init: WorkerInit, events: RunEvents): SessionRun {
    const { ledger, epoch, codeVersion, spawner } = tools;
    const entryOf = (worker: ProcessIdentity): LedgerEntry => ({
      sessionId: init.sessionId,
      worker,
      browser: null,
      tokenHash: secretHashOf(init.token),
      epoch,
      protocol: protocolVersion,
      codeVersion,
    });
    // Written before the worker knows where to dial: whoever comes after us finds it.
    const handle = spawner.spawn(init, (worker) => ledger.write(entryOf(worker)));
    return new SessionRun(tools, { handle, entry: entryOf(handle.identity), isAdopted: false }, events);
  }

  /** Takes over a worker that an earlier supervisor started. */
  static adopt(tools: RunTools, entry: LedgerEntry, events: RunEvents): SessionRun {
    return new SessionRun(tools, { handle: watchProcess(entry.worker), entry, isAdopted: true }, events);
  }

  /** The leaders of the process groups that belong to this run. */
  get leaders(): ProcessIdentity[] {
    const { worker, browser } = this.#entry;
    return browser === null ? [worker] : [worker, browser];
  }

  /** What the ledger says of the worker. */
  get entry(): LedgerEntry {
    return this.#entry;
  }

  /** Whether an earlier supervisor started the worker. */
  get isAdopted(): boolean {
    return this.#subject.isAdopted;
  }

  /** Where the worker said last that it is; undefined before its hello. */
  get phase(): Phase | undefined {
    return this.#phase;
  }

  /** Calls that have no answer yet. */
  get requestsInFlight(): number {
    return this.#requestsInFlight;
  }

  /** Asks the worker; rejects at once where it is not connected to us. */
  async request<M extends MethodName<WorkerSide>>(
    method: M,
    params: Params<WorkerSide, M>,
    options?: RequestOptions,
  ): Promise<Result<WorkerSide, M>> {
    if (this.#peer === undefined) throw new WorkerUnavailable(this.#entry.sessionId, this.isAdopted ? 'adopting' : 'starting');
    this.#requestsInFlight += 1;
    try {
      return await this.#peer.request(method, params, options);
    } finally {
      this.#requestsInFlight -= 1;
    }
  }

  /** Ends the worker in order, and by force where it does not follow; resolves once its tree is gone. */
  async stop(): Promise<void> {
    this.#stopping ??= this.#climbLadder();
    return this.#stopping;
  }

  /** Ends the worker at once; `cause` says for which fault. */
  kill(cause?: KillCause): void {
    this.#killedFor ??= cause;
    for (const leader of this.leaders) signalGroup(leader, 'SIGKILL');
  }

  /** Leaves the worker running for the supervisor that comes after this one, which it waits for so long. */
  async release(holdMs: number | undefined): Promise<void> {
    this.#heartbeat.close();
    if (holdMs === undefined) return;
    await this.#peer?.request('session.hold', { graceMs: holdMs }).catch((error: unknown) => {
      this.#tools.logger.warn({ session_id: this.#entry.sessionId, err: error }, 'The worker could not be told to wait');
    });
  }

  #dead(): void {
    // Nothing was ever heard of it: it may be ending in order, and writing its profile.
    if (this.isAdopted && this.#phase === undefined) {
      this.#tools.logger.warn({ session_id: this.#entry.sessionId }, 'The worker to be taken over has not dialled; it is ended');
      void this.stop();
      return;
    }
    this.kill('silence');
  }

  async #climbLadder(): Promise<void> {
    // Whether it heard that or not: the ladder goes on from here.
    const asked = this.#peer?.request('session.stop', {}).catch(() => undefined);
    if (asked === undefined) signalGroup(this.#entry.worker, 'SIGTERM');
    // One that was waited for and never heard of has had its time.
    const isUnheard = this.isAdopted && this.#phase === undefined;
    const startedMs = this.#tools.clock.now() - (isUnheard ? politeMs : 0);
    for (;;) {
      const step = killLadder(this.#tools.clock.now() - startedMs, this.#phase === 'closing');
      if (step.signal !== null) signalGroup(this.#entry.worker, step.signal);
      const over = await Promise.race([this.#ended.then(() => true), sleep(step.waitMs, false, { ref: false })]);
      if (over) return;
    }
  }

  #expect(): () => void {
    const { sessionId, tokenHash, worker } = this.#entry;
    return this.#tools.listener.expect({
      sessionId,
      tokenHash,
      identity: worker,
      ackSeq: () => this.#ackSeq,
      onLink: (peer, { phase }) => this.#linked(peer, phase),
      onKept: (event) => this.#kept(event),
      onPassing: (event) => this.#passing(event),
      backfill: this.#tools.backfill(sessionId),
    });
  }

  #linked(peer: WorkerPeer, phase: Phase): void {
    this.#peer?.close('the worker has dialled again');
    this.#peer = peer;
    this.#phase = phase;
    this.#heartbeat.beat();
    this.#events.onHello(phase);
  }

  #kept(event: KeptEvent): void {
    // Said before: only the acknowledgement was lost, or it is still to come.
    if (event.seq > this.#seenSeq) {
      this.#seenSeq = event.seq;
      this.#events.onKept(event);
    }
    this.#tools.afterCommit(() => {
      this.#ackSeq = Math.max(this.#ackSeq, event.seq);
      this.#peer?.notify('ack', { seq: this.#ackSeq });
    });
  }

  #passing(event: PassingEvent): void {
    if (event.type === 'beat') {
      this.#phase = event.phase;
      this.#heartbeat.beat();
    }
    if (event.type === 'browser') {
      this.#entry = { ...this.#entry, browser: { pid: event.pid, startTime: event.startTime } };
      this.#tools.ledger.write(this.#entry);
    }
    this.#events.onPassing(event);
  }

  async #end(exit: WorkerExit): Promise<void> {
    this.#heartbeat.close();
    await Promise.race([this.#peer?.closed, sleep(lastWordsMs, undefined, { ref: false })]);
    this.#forget();
    this.#peer?.close('the worker has ended');
    this.#peer = undefined;
    try {
      const reaped = await endGroups(this.leaders, browserGraceMs);
      if (reaped > 0) {
        this.#tools.onReaped(reaped);
        this.#tools.logger.warn({ session_id: this.#entry.sessionId, reaped }, 'Processes that a worker left behind were ended');
      }
      this.#tools.ledger.remove(this.#entry.sessionId);
    } catch (error) {
      // The ledger goes on naming them: nothing else proves that the profile is in use.
      this.#tools.logger.error({ session_id: this.#entry.sessionId, err: error }, 'Processes of a worker survive');
    }
    this.#events.onExit(this.#exitOf(exit));
  }

  /** A signal of ours is known even where the exit itself is not. */
  #exitOf({ code, signal }: WorkerExit): RunExit {
    if (this.#killedFor === undefined) return { code, signal };
    return { code, signal: signal ?? (this.isAdopted ? 'SIGKILL' : null), killedFor: this.#killedFor };
  }
}
