import { EventEmitter } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { supervisorSide, workerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { SupervisorSide, WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { Fact, KeptEvent, PassingEvent } from '@whatsapp-service/shared/ipc/facts.ts';
import { RpcPeer } from '@whatsapp-service/shared/ipc/rpc-peer.ts';
import type { MethodName, Params, Result } from '@whatsapp-service/shared/ipc/side.ts';
import { MessageLog } from './message-log.ts';

export type TestPeer = RpcPeer<SupervisorSide, WorkerSide>;
export type Hello = Params<SupervisorSide, 'hello'>;
export type Welcome = Result<SupervisorSide, 'hello'>;

/** The supervisor's side of the socket, as little of it as a test of a worker needs. */
export class FakeSupervisor {
  readonly path: string;
  /** Everything kept that came, repeats included, in order. */
  readonly kept: KeptEvent[] = [];
  readonly passing: PassingEvent[] = [];
  readonly hellos: Hello[] = [];
  readonly violations: Error[] = [];
  /** Whether kept events are acknowledged as they come. */
  acknowledges = true;
  answerHello: (hello: Hello) => Welcome = () => ({ accepted: true, ackSeq: this.acknowledgedSeq });
  acknowledgedSeq = 0;
  peer: TestPeer | undefined;
  /** What is in the event log of this supervisor, which nothing makes it forget. */
  readonly messages = new MessageLog();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** The facts without their numbers, repeats of a number left out. */
  get facts(): Fact[] {
    return [...new Map(this.kept.map((event) => [event.seq, event.fact])).values()];
  }

  async listen(): Promise<void> {
    rmSync(this.path, { force: true });
    const server = createServer((socket) => {
      this.#accept(socket);
    });
    this.#server = server;
    await new Promise<void>((resolve) => {
      server.listen(this.path, resolve);
    });
  }

  /** Forgets what was said so far: the next worker counts from 1 again. */
  forget(): void {
    this.kept.length = 0;
    this.passing.length = 0;
    this.hellos.length = 0;
    this.acknowledgedSeq = 0;
    this.peer = undefined;
  }

  /** Goes away, as a supervisor that was killed: no goodbye to anybody. */
  async vanish(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.peer = undefined;
    const server = this.#server;
    this.#server = undefined;
    if (server !== undefined) await new Promise<void>((resolve) => server.close(() => resolve()));
    rmSync(this.path, { force: true });
  }

  /** Asks the worker; rejects where none is connected. */
  async request<M extends MethodName<WorkerSide>>(method: M, params: Params<WorkerSide, M>): Promise<Result<WorkerSide, M>> {
    if (this.peer === undefined) throw new Error('No worker is connected.');
    return this.peer.request(method, params);
  }

  /** Resolves with what `find` gives as soon as it gives something; rejects with the facts so far after `timeoutMs`. */
  async when<T>(what: string, find: () => T | undefined, timeoutMs = 20_000): Promise<T> {
    const found = find();
    if (found !== undefined) return found;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#changes.off('change', look);
        const types = this.facts.map((fact) => ('phase' in fact ? `${fact.type}:${fact.phase}:${fact.outcome}` : fact.type));
        reject(new Error(`${what} did not come within ${timeoutMs} ms; facts so far: ${types.join(', ')}`));
      }, timeoutMs);
      const look = (): void => {
        const result = find();
        if (result === undefined) return;
        clearTimeout(timer);
        this.#changes.off('change', look);
        resolve(result);
      };
      this.#changes.on('change', look);
    });
  }

  /** The n-th fact of a type (from 1), as soon as it is there. */
  async fact<T extends Fact['type']>(type: T, n = 1, timeoutMs = 20_000): Promise<Extract<Fact, { type: T }>> {
    const isWanted = (fact: Fact): fact is Extract<Fact, { type: T }> => fact.type === type;
    return this.when(`fact "${type}"`, () => this.facts.filter(isWanted)[n - 1], timeoutMs);
  }

  /** The n-th passing event of a type (from 1), as soon as it is there. */
  async passed<T extends PassingEvent['type']>(type: T, n = 1, timeoutMs = 20_000): Promise<Extract<PassingEvent, { type: T }>> {
    const isWanted = (event: PassingEvent): event is Extract<PassingEvent, { type: T }> => event.type === type;
    return this.when(`event "${type}"`, () => this.passing.filter(isWanted)[n - 1], timeoutMs);
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    const peer: TestPeer = new RpcPeer<SupervisorSide, WorkerSide>({
      socket,
      local: supervisorSide,
      remote: workerSide,
      onViolation: (error) => {
        this.violations.push(error);
      },
      handlers: {
        methods: {
          ...this.messages.answers,
          hello: async (hello) => {
            this.hellos.push(hello);
            const welcome = this.answerHello(hello);
            if (welcome.accepted) this.peer = peer;
            setImmediate(() => this.#changes.emit('change'));
            return welcome;
          },
        },
        notes: {
          kept: (event) => {
            this.#keep(event, peer);
          },
          passing: (event) => {
            this.passing.push(event);
            this.#changes.emit('change');
          },
        },
      },
    });
  }

  #keep(event: KeptEvent, peer: TestPeer): void {
    this.kept.push(event);
    this.messages.note(event.fact);
    if (this.acknowledges) {
      this.acknowledgedSeq = Math.max(this.acknowledgedSeq, event.seq);
      peer.notify('ack', { seq: event.seq });
    }
    this.#changes.emit('change');
  }
}
