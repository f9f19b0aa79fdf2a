import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { LazyValidator } from '@whatsapp-service/shared/validation/lazy-validator.ts';
import { protocolVersion, supervisorSide, workerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { SupervisorSide, WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import type { KeptEvent, PassingEvent, Phase } from '@whatsapp-service/shared/ipc/facts.ts';
import { IpcClosed } from '@whatsapp-service/shared/ipc/ipc-errors.ts';
import { RpcPeer } from '@whatsapp-service/shared/ipc/rpc-peer.ts';
import type { Handlers, MethodName, Params, Result } from '@whatsapp-service/shared/ipc/side.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { dial } from './dial.ts';
import { KeptEvents } from './kept-events.ts';
import { redialDelayMs } from './redial-delay.ts';

type Welcome = Result<SupervisorSide, 'hello'>;
type RefusedHello = Extract<Welcome, { accepted: false }>;

export interface SupervisorLinkOptions {
  readonly socketPath: string;
  readonly token: string;
  readonly sessionId: string;
  readonly identity: ProcessIdentity;
  readonly codeVersion: string;
  /** How long the supervisor may be away before `onOrphaned`. */
  readonly handoverGraceMs: number;
  readonly phase: () => Phase;
  readonly methods: Handlers<WorkerSide>['methods'];
  /** A supervisor has let this worker in, at first or again. */
  readonly onConnected: () => void;
  /** Told how long the supervisor was waited for. */
  readonly onOrphaned: (graceMs: number) => void;
  readonly onRefused: (code: RefusedHello['code'], message: string) => void;
  readonly onViolation: (error: Error) => void;
  /** So many facts wait for their commit that messages are lost from here on; told once each time. */
  readonly onFull: (limit: number) => void;
  /** After that, once most of it is committed. */
  readonly onRoom: () => void;
}

/** How long the first dial may take; the supervisor listens before it forks. */
const firstContactMs = 10_000;
/** It listens before it forks, so that one whose socket has nobody behind it is gone: a restart of it may take this long, or the grace. */
const absentAtFirstMs = 2_000;
/** The supervisor holds these in its memory while its disk refuses them. */
const unacknowledgedWindow = 200;
/** Some 10 MB of messages: hours of an ordinary account's. */
const keptLimit = 10_000;
/** After it was full: so few wait again that what was not taken can be stated. */
const roomyAt = keptLimit / 10;
/** No more notes than this wait to be written for a passing event to join them: beats and facts would come too late behind them. */
const passingBacklog = 500;

const factValidator = new LazyValidator(Fact);

/** The worker's end of the socket: says hello, keeps facts until they are committed, redials when the supervisor is away. */
export class SupervisorLink {
  readonly #options: SupervisorLinkOptions;
  readonly #kept = new KeptEvents(unacknowledgedWindow, keptLimit);
  readonly #closing = new AbortController();
  readonly #ackWaiters = new Set<() => void>();
  #isFull = false;
  #graceMs: number;
  #peer: RpcPeer<WorkerSide, SupervisorSide> | undefined;

  constructor(options: SupervisorLinkOptions) {
    this.#options = options;
    this.#graceMs = options.handoverGraceMs;
  }

  /** Dials until the supervisor lets this worker in; false after `onRefused`, `onOrphaned` or `close`. */
  async connect(): Promise<boolean> {
    return this.#dialWithin(firstContactMs, Math.max(absentAtFirstMs, this.#options.handoverGraceMs));
  }

  /** States a fact; it is held until the supervisor has committed it. False where it was not taken. */
  state(fact: Fact): boolean {
    const [fault] = factValidator.Errors(fact);
    if (fault !== undefined) {
      // Sent all the same it would end each connection anew.
      this.#options.onViolation(new Error(`A fact "${fact.type}" does not fit the contract at "${fault.instancePath}".`));
      // It would fit no better another time.
      return true;
    }
    const isTaken = this.#kept.add(fact, Date.now());
    if (!isTaken && !this.#isFull) this.#options.onFull(keptLimit);
    this.#isFull ||= !isTaken;
    this.#sendKept();
    return isTaken;
  }

  /** Asks the supervisor; rejects at once where it is away. */
  async ask<M extends MethodName<SupervisorSide>>(method: M, params: Params<SupervisorSide, M>): Promise<Result<SupervisorSide, M>> {
    if (this.#peer === undefined) throw new IpcClosed('the supervisor is away');
    return this.#peer.request(method, params);
  }

  /** Tells what may be lost. */
  pass(event: PassingEvent): void {
    // Without its beats a worker counts as dead.
    if (this.#peer !== undefined && (event.type === 'beat' || this.#peer.unwritten < passingBacklog)) this.#peer.notify('passing', event);
  }

  /** Waits until every fact is acknowledged, the connection is gone, or `timeoutMs` is over. */
  async flush(timeoutMs: number): Promise<void> {
    await this.whenFewerWait(1, timeoutMs);
  }

  /** Resolves with true once fewer than `count` facts wait for their ack; false where the connection is gone, or `timeoutMs` is over. */
  async whenFewerWait(count: number, timeoutMs: number): Promise<boolean> {
    const deadline = AbortSignal.timeout(timeoutMs);
    while (this.#kept.size >= count && this.#peer !== undefined && !deadline.aborted) {
      await new Promise<void>((resolve) => {
        const settle = (): void => {
          this.#ackWaiters.delete(settle);
          deadline.removeEventListener('abort', settle);
          resolve();
        };
        this.#ackWaiters.add(settle);
        deadline.addEventListener('abort', settle, { once: true });
      });
    }
    return this.#kept.size < count;
  }

  /** What no supervisor has committed, as far as is known. */
  unacknowledged(): readonly KeptEvent[] {
    return this.#kept.rest();
  }

  /** The next absence of the supervisor may be so long; the one after that is as the start said. */
  hold(graceMs: number): void {
    this.#graceMs = graceMs;
  }

  /** Ends the connection and every attempt to make one. */
  close(): void {
    this.#closing.abort();
    this.#peer?.close('the worker closes');
    this.#peer = undefined;
  }

  /** `absentMs` is what a supervisor gets of that time when nobody listens at all. */
  async #dialWithin(timeoutMs: number, absentMs = timeoutMs): Promise<boolean> {
    const startedMs = Date.now();
    const outcome = await this.#dialUntil((isAbsent) => startedMs + (isAbsent ? Math.min(absentMs, timeoutMs) : timeoutMs));
    if (this.#closing.signal.aborted) return false;
    if (outcome === 'gone') this.#options.onOrphaned(timeoutMs);
    else if (outcome !== 'welcome') this.#options.onRefused(outcome.code, outcome.message);
    return outcome === 'welcome';
  }

  async #dialUntil(deadline: (isAbsent: boolean) => number): Promise<RefusedHello | 'welcome' | 'gone'> {
    let deadlineMs = deadline(false);
    for (let attempt = 0; !this.#closing.signal.aborted; attempt += 1) {
      const leftMs = deadlineMs - Date.now();
      if (leftMs <= 0) break;
      const outcome = await this.#dialOnce(leftMs);
      if (outcome === 'welcome') return 'welcome';
      if (typeof outcome !== 'string') return outcome;
      deadlineMs = deadline(outcome === 'absent');
      const waitMs = Math.min(redialDelayMs(attempt, Math.random), Math.max(0, deadlineMs - Date.now()));
      // It rejects when the link is closed, which the loop looks at.
      await delay(waitMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
    return 'gone';
  }

  async #dialOnce(leftMs: number): Promise<RefusedHello | 'welcome' | 'absent' | 'failed'> {
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(leftMs)]);
    let peer: RpcPeer<WorkerSide, SupervisorSide> | undefined;
    try {
      const socket = await dial(this.#options.socketPath, signal);
      peer = this.#peerOn(socket);
      const welcome = await this.#hello(peer, signal);
      if (this.#closing.signal.aborted || !welcome.accepted) {
        peer.close('the supervisor refused the hello');
        return welcome.accepted ? 'failed' : welcome;
      }
      this.#adopt(peer, welcome.ackSeq);
      return 'welcome';
    } catch (error) {
      peer?.close('the hello failed');
      return isAbsence(error) ? 'absent' : 'failed';
    }
  }

  #peerOn(socket: Socket): RpcPeer<WorkerSide, SupervisorSide> {
    return new RpcPeer<WorkerSide, SupervisorSide>({
      socket,
      local: workerSide,
      remote: supervisorSide,
      onViolation: this.#options.onViolation,
      handlers: {
        methods: this.#options.methods,
        notes: {
          ack: ({ seq }) => {
            this.#acknowledge(seq);
          },
        },
      },
    });
  }

  async #hello(peer: RpcPeer<WorkerSide, SupervisorSide>, signal: AbortSignal): Promise<Welcome> {
    const { token, sessionId, identity, codeVersion, phase } = this.#options;
    const hello = {
      token,
      protocol: protocolVersion,
      sessionId,
      pid: identity.pid,
      startTime: identity.startTime,
      codeVersion,
      phase: phase(),
      lastSeq: this.#kept.lastSeq,
    };
    return peer.request('hello', hello, { signal });
  }

  #adopt(peer: RpcPeer<WorkerSide, SupervisorSide>, ackSeq: number): void {
    this.#peer = peer;
    this.#graceMs = this.#options.handoverGraceMs;
    this.#kept.rewind();
    this.#acknowledge(ackSeq);
    this.#options.onConnected();
    void peer.closed.then(() => this.#lost(peer));
  }

  #acknowledge(seq: number): void {
    this.#kept.acknowledge(seq);
    this.#sendKept();
    for (const wake of [...this.#ackWaiters]) wake();
    if (!this.#isFull || this.#kept.size > roomyAt) return;
    this.#isFull = false;
    this.#options.onRoom();
  }

  #sendKept(): void {
    const peer = this.#peer;
    if (peer === undefined) return;
    for (const event of this.#kept.takeSendable()) peer.notify('kept', event);
  }

  async #lost(peer: RpcPeer<WorkerSide, SupervisorSide>): Promise<void> {
    if (this.#peer !== peer) return;
    this.#peer = undefined;
    for (const wake of [...this.#ackWaiters]) wake();
    await this.#dialWithin(this.#graceMs);
  }
}

/** Nobody listens at the socket, or there is none. */
function isAbsence(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOENT'].includes(errorCodeOf(error) ?? '');
}
