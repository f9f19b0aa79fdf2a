import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { protocolVersion } from '@whatsapp-service/shared/ipc/contract.ts';
import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { KeptEvent, PassingEvent } from '@whatsapp-service/shared/ipc/facts.ts';
import type { RequestOptions } from '@whatsapp-service/shared/ipc/rpc-peer.ts';
import type { MethodName, Params, Result } from '@whatsapp-service/shared/ipc/side.ts';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { KillCause } from '../supervision/exit-policy.ts';
import { killLadder } from '../supervision/kill-ladder.ts';
import { HeartbeatMonitor } from '../supervision/heartbeat-monitor.ts';
import { WorkerUnavailable } from '../supervisor-errors.ts';
import { endGroups } from '../workers/end-groups.ts';
import { signalGroup } from '../workers/process-group.ts';
import type { WorkerLedger } from '../workers/worker-ledger.ts';
import type { WorkerListener, WorkerPeer } from '../workers/worker-listener.ts';
import type { WorkerExit, WorkerHandle, WorkerSpawner } from '../workers/worker-spawner.ts';

/** What a run needs of the rest of the supervisor. */
export interface RunTools {
  readonly spawner: WorkerSpawner;
  readonly listener: WorkerListener;
  readonly ledger: WorkerLedger;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Calls back once everything that was written up to now is on the disk. */
  readonly afterCommit: (callback: () => void) => void;
}

/** How a run ended; `killedFor` where its worker was killed here for a fault. */
export interface RunExit extends WorkerExit {
  readonly killedFor?: KillCause;
}

/** What a run tells its session. */
export interface RunEvents {
  onKept(event: KeptEvent): void;
  onPassing(event: PassingEvent): void;
  onSilent(): void;
  onBeat(): void;
  /** The worker and its browser are gone, to the last process. */
  onExit(exit: RunExit): void;
}

/** A worker has this long from its fork to its hello. */
const helloDeadlineMs = 30_000;
/** What a worker said last may still be in the socket when its exit is known. */
const lastWordsMs = 1_000;
/** With `pipe` Chromium ends by itself within 200 ms of its worker (measured). */
const browserGraceMs = 1_000;

/** One worker's life, from its fork until no process of its tree is left. */
export class SessionRun {
  readonly #tools: RunTools;
  readonly #events: RunEvents;
  readonly #init: WorkerInit;
  readonly #handle: WorkerHandle;
  readonly #forget: () => void;
  readonly #heartbeat: HeartbeatMonitor;
  readonly #ended: Promise<void>;
  #peer: WorkerPeer | undefined;
  #browser: ProcessIdentity | undefined;
  #ackSeq = 0;
  #seenSeq = 0;
  #closing = false;
  #stopping: Promise<void> | undefined;
  #killedFor: KillCause | undefined;

  /** Throws WorkerNotStarted where the system gives no process. */
  constructor(tools: RunTools, init: WorkerInit, events: RunEvents) {
    this.#tools = tools;
    this.#events = events;
    this.#init = init;
    this.#handle = tools.spawner.spawn(init);
    this.#writeLedger();
    this.#forget = tools.listener.expect({
      sessionId: init.sessionId,
      token: init.token,
      identity: this.#handle.identity,
      ackSeq: () => this.#ackSeq,
      onLink: (peer) => {
        this.#linked(peer);
      },
      onKept: (event) => {
        this.#kept(event);
      },
      onPassing: (event) => {
        this.#passing(event);
      },
    });
    this.#heartbeat = new HeartbeatMonitor(tools.clock, helloDeadlineMs, {
      onSilent: () => events.onSilent(),
      onBeatAgain: () => events.onBeat(),
      onDead: () => {
        this.kill('silence');
      },
    });
    this.#ended = this.#handle.exited.then((exit) => this.#end(exit));
  }

  /** The leaders of the process groups that belong to this run. */
  get leaders(): ProcessIdentity[] {
    const worker = this.#handle.identity;
    return this.#browser === undefined ? [worker] : [worker, this.#browser];
  }

  /** Asks the worker; rejects at once where it is not connected to us. */
  async request<M extends MethodName<WorkerSide>>(
    method: M,
    params: Params<WorkerSide, M>,
    options?: RequestOptions,
  ): Promise<Result<WorkerSide, M>> {
    if (this.#peer === undefined) throw new WorkerUnavailable(this.#init.sessionId, 'starting');
    return this.#peer.request(method, params, options);
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

  async #climbLadder(): Promise<void> {
    const asked = this.#peer?.request('session.stop', {}).catch(() => undefined);
    if (asked === undefined) signalGroup(this.#handle.identity, 'SIGTERM');
    const startedMs = this.#tools.clock.now();
    for (;;) {
      const step = killLadder(this.#tools.clock.now() - startedMs, this.#closing);
      if (step.signal !== null) signalGroup(this.#handle.identity, step.signal);
      const over = await Promise.race([this.#ended.then(() => true), sleep(step.waitMs, false, { ref: false })]);
      if (over) return;
    }
  }

  #linked(peer: WorkerPeer): void {
    this.#peer?.close('the worker has dialled again');
    this.#peer = peer;
    this.#heartbeat.beat();
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
      this.#closing = event.phase === 'closing';
      this.#heartbeat.beat();
    }
    if (event.type === 'browser') {
      this.#browser = { pid: event.pid, startTime: event.startTime };
      this.#writeLedger();
    }
    this.#events.onPassing(event);
  }

  #writeLedger(): void {
    this.#tools.ledger.write({
      sessionId: this.#init.sessionId,
      worker: this.#handle.identity,
      browser: this.#browser ?? null,
      protocol: protocolVersion,
    });
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
        this.#tools.logger.warn({ session_id: this.#init.sessionId, reaped }, 'Processes that a worker left behind were ended');
      }
      this.#tools.ledger.remove(this.#init.sessionId);
    } catch (error) {
      // The ledger goes on naming them: nothing else proves that the profile is in use.
      this.#tools.logger.error({ session_id: this.#init.sessionId, err: error }, 'Processes of a worker survive');
    }
    this.#events.onExit(this.#killedFor === undefined ? exit : { ...exit, killedFor: this.#killedFor });
  }
}
