import type { Socket } from 'node:net';
import { oldestProtocolVersion, protocolVersion, supervisorSide, workerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { SupervisorSide, WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { KeptEvent, PassingEvent } from '@whatsapp-service/shared/ipc/facts.ts';
import { RpcPeer } from '@whatsapp-service/shared/ipc/rpc-peer.ts';
import type { BackfillMethods } from '@whatsapp-service/shared/ipc/methods/backfill-methods.ts';
import type { MethodHandlers, Params, Result } from '@whatsapp-service/shared/ipc/side.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { secretHashOf } from '../keys/secret-hash.ts';
import { UnixServer } from './unix-server.ts';

export type WorkerPeer = RpcPeer<SupervisorSide, WorkerSide>;
export type WorkerHello = Params<SupervisorSide, 'hello'>;
type Welcome = Result<SupervisorSide, 'hello'>;

/** Answers what a worker asks to learn which messages it missed. */
export type BackfillAnswers = MethodHandlers<BackfillMethods>;

/** A worker that is expected to dial, and who hears of what it says. */
export interface ExpectedWorker {
  readonly sessionId: string;
  readonly tokenHash: string;
  readonly identity: ProcessIdentity;
  /** The number of the last kept event that is committed. */
  ackSeq(): number;
  onLink(peer: WorkerPeer, hello: WorkerHello): void;
  onKept(event: KeptEvent): void;
  onPassing(event: PassingEvent): void;
  readonly backfill: BackfillAnswers;
}

const helloTimeoutMs = 5_000;

/** The Unix socket that workers dial: it lets in only those that were started here. */
export class WorkerListener {
  readonly path: string;
  readonly #onViolation: (error: Error) => void;
  readonly #expected = new Map<string, ExpectedWorker>();
  readonly #onHealed: () => void;
  readonly #sockets = new Set<Socket>();
  #server: UnixServer | undefined;

  /** `onHealed` is told when the socket's file was gone and is there again. */
  constructor(path: string, onViolation: (error: Error) => void, onHealed: () => void = () => undefined) {
    this.path = path;
    this.#onViolation = onViolation;
    this.#onHealed = onHealed;
  }

  /** Listens on the path, in a folder that only this user can enter; whoever is to be let in is expected before. */
  async listen(): Promise<void> {
    this.#server = await UnixServer.listen(this.path, (socket) => this.#accept(socket), this.#onHealed);
  }

  /** Lets the worker in when it dials; the returned function forgets it. */
  expect(worker: ExpectedWorker): () => void {
    this.#expected.set(worker.tokenHash, worker);
    return () => {
      this.#expected.delete(worker.tokenHash);
    };
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#server?.close();
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    const timer = setTimeout(() => {
      peer.close(`no hello came within ${helloTimeoutMs} ms`);
    }, helloTimeoutMs);
    socket.once('close', () => {
      clearTimeout(timer);
      this.#sockets.delete(socket);
    });
    let worker: ExpectedWorker | undefined;
    const peer: WorkerPeer = new RpcPeer<SupervisorSide, WorkerSide>({
      socket,
      local: supervisorSide,
      remote: workerSide,
      onViolation: this.#onViolation,
      handlers: {
        methods: {
          ...backfillOf(() => worker),
          hello: async (hello) => {
            clearTimeout(timer);
            const verdict = this.#judge(hello);
            if ('refusal' in verdict) {
              // The refusal is written first; a peer that stays is closed.
              setTimeout(() => {
                peer.close('the hello was refused');
              }, 100).unref();
              return verdict.refusal;
            }
            worker = verdict.worker;
            worker.onLink(peer, hello);
            return { accepted: true, ackSeq: worker.ackSeq() };
          },
        },
        notes: {
          kept: (event) => worker?.onKept(event),
          passing: (event) => worker?.onPassing(event),
        },
      },
    });
  }

  #judge(hello: WorkerHello): { worker: ExpectedWorker } | { refusal: Welcome } {
    const worker = this.#expected.get(secretHashOf(hello.token));
    if (hello.protocol < oldestProtocolVersion) {
      return refuse('protocol_too_old', `Protocol ${hello.protocol} is older than ${oldestProtocolVersion}.`);
    }
    if (hello.protocol > protocolVersion) {
      return refuse('protocol_too_new', `Protocol ${hello.protocol} is newer than ${protocolVersion}.`);
    }
    if (worker === undefined) {
      const known = [...this.#expected.values()].some((other) => other.sessionId === hello.sessionId);
      return known
        ? refuse('wrong_token', 'The token is not the one that this session was started with.')
        : refuse('unknown_session', 'No worker is expected for this session.');
    }
    if (worker.sessionId !== hello.sessionId) {
      return refuse('wrong_token', 'The token belongs to another session.');
    }
    if (worker.identity.pid !== hello.pid || worker.identity.startTime !== hello.startTime) {
      return refuse('wrong_process', 'Another process was started for this session.');
    }
    return { worker };
  }
}

/** Answers for a worker once it is let in. */
function backfillOf(worker: () => ExpectedWorker | undefined): BackfillAnswers {
  const answers = (): BackfillAnswers => {
    const expected = worker();
    if (expected === undefined) throw new Error('A worker asks before it has said hello.');
    return expected.backfill;
  };
  return {
    'backfill.cursors': async (params, signal) => answers()['backfill.cursors'](params, signal),
    'backfill.unknown': async (params, signal) => answers()['backfill.unknown'](params, signal),
  };
}

type RefusalCode = Extract<Welcome, { accepted: false }>['code'];

function refuse(code: RefusalCode, message: string): { refusal: Welcome } {
  return { refusal: { accepted: false, code, message } };
}
