import type { Socket } from 'node:net';
import type { TSchema } from 'typebox';
import {
  CancellationTokenSource,
  createMessageConnection,
  ErrorCodes,
  ParameterStructures,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { CancellationToken, Logger, MessageConnection } from 'vscode-jsonrpc/node';
import { maxFrameBytes } from './contract.ts';
import { FrameGuard } from './frame-guard.ts';
import { IpcCancelled, IpcClosed, IpcInvalid, IpcMalformedFrame, IpcTimeout, RemoteError, unknownMethodCode } from './ipc-errors.ts';
import { messageEncoder } from './message-encoder.ts';
import { validatorOf } from '../validation/lazy-validator.ts';
import type { Handlers, MethodName, Note, NoteName, Params, Result, Side } from './side.ts';

/** What ends a request before its answer: a deadline of its own, or its caller. */
export interface RequestOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface RpcPeerOptions<Local extends Side, Remote extends Side> {
  readonly socket: Socket;
  readonly local: Local;
  readonly remote: Remote;
  readonly handlers: Handlers<Local>;
  /** Told of each message that does not fit the contract, and of each note whose handler failed; the message is dropped. */
  readonly onViolation?: (error: Error) => void;
}

/** One end of a connection: typed requests and notes, validated both ways, each with an end. */
export class RpcPeer<Local extends Side, Remote extends Side> {
  /** Settles with the reason once the connection is closed. */
  readonly closed: Promise<string>;
  readonly #socket: Socket;
  readonly #remote: Remote;
  readonly #connection: MessageConnection;
  readonly #onViolation: (error: Error) => void;
  readonly #pending = new Set<(error: Error) => void>();
  #closeReason: string | undefined;
  #unwritten = 0;
  #settleClosed: (reason: string) => void = () => undefined;

  constructor(options: RpcPeerOptions<Local, Remote>) {
    this.#socket = options.socket;
    this.#remote = options.remote;
    this.#onViolation = options.onViolation ?? (() => undefined);
    this.closed = new Promise((resolve) => {
      this.#settleClosed = resolve;
    });
    const guard = new FrameGuard(maxFrameBytes);
    guard.on('error', (error) => {
      this.#onViolation(error);
      this.close(error.message);
    });
    const reader = new StreamMessageReader(options.socket.pipe(guard));
    // Its timer goes on for ever, and holds the reader, where the other side ends in the middle of a frame: dispose() leaves it running.
    reader.partialMessageTimeout = 0;
    const writer = new StreamMessageWriter(options.socket, { contentTypeEncoder: messageEncoder(maxFrameBytes) });
    this.#connection = createMessageConnection(reader, writer, this.#logger(), { maxParallelism: 64 });
    this.#watch();
    this.#listenTo(options.local, options.handlers);
    this.#connection.listen();
  }

  /** Asks the other side; rejects with IpcClosed, IpcTimeout, IpcCancelled, IpcInvalid or RemoteError. */
  async request<M extends MethodName<Remote>>(
    method: M,
    params: Params<Remote, M>,
    options: RequestOptions = {},
  ): Promise<Result<Remote, M>> {
    if (this.#closeReason !== undefined) throw new IpcClosed(this.#closeReason);
    const spec = this.#remote.methods[method];
    if (spec === undefined) throw new IpcInvalid(method, 'the contract has no such method');
    this.#assert(spec.params, params, method);
    const timeoutMs = options.timeoutMs ?? spec.timeoutMs;
    const source = new CancellationTokenSource();
    const interruption = this.#interruption(method, timeoutMs, options.signal);
    try {
      const answered = this.#connection.sendRequest<unknown>(method, ParameterStructures.byName, params, source.token);
      const result: unknown = await Promise.race([answered, interruption.promise]);
      if (this.#fits<Result<Remote, M>>(spec.result, result)) return result;
      throw new IpcInvalid(`${method} (answer)`, this.#faultOf(spec.result, result));
    } catch (error) {
      source.cancel();
      throw remoteErrorOf(error) ?? (this.#closeReason === undefined ? error : new IpcClosed(this.#closeReason));
    } finally {
      interruption.end();
      source.dispose();
    }
  }

  /** How many notes wait to be written. They do not wait in the socket: its own buffer says nothing of them. */
  get unwritten(): number {
    return this.#unwritten;
  }

  /** Tells the other side; lost where the connection is closed. */
  notify<N extends NoteName<Remote>>(name: N, note: Note<Remote, N>): void {
    if (this.#closeReason !== undefined) return;
    const schema = this.#remote.notes[name];
    if (schema === undefined) throw new IpcInvalid(name, 'the contract has no such note');
    this.#assert(schema, note, name);
    this.#unwritten += 1;
    this.#connection
      .sendNotification(name, ParameterStructures.byName, note)
      .catch((error: unknown) => {
        this.close(error instanceof Error ? error.message : 'a note could not be written');
      })
      .finally(() => {
        this.#unwritten -= 1;
      });
  }

  /** Closes the connection and rejects all that waits; safe to call again. */
  close(reason: string): void {
    if (this.#closeReason !== undefined) return;
    this.#closeReason = reason;
    for (const reject of [...this.#pending]) reject(new IpcClosed(reason));
    this.#connection.dispose();
    // end() sends what is written so far, such as a refusal.
    this.#socket.end();
    if (!this.#socket.closed) this.#cutOffLater();
    this.#settleClosed(reason);
  }

  /** For a side that does not read. */
  #cutOffLater(): void {
    const timer = setTimeout(() => this.#socket.destroy(), 1_000);
    this.#socket.once('close', () => {
      clearTimeout(timer);
    });
  }

  #watch(): void {
    this.#socket.once('close', () => {
      this.close('the other side closed it');
    });
    this.#socket.on('error', (error) => {
      this.close(error.message);
    });
    this.#connection.onError(([error]) => {
      this.#onViolation(error);
      this.close(error.message);
    });
    this.#connection.onClose(() => {
      this.close('the stream ended');
    });
    this.#connection.onUnhandledNotification((note) => {
      this.#onViolation(new IpcInvalid(note.method, 'the contract has no such note'));
    });
  }

  #listenTo(local: Local, handlers: Handlers<Local>): void {
    for (const [method, spec] of Object.entries(local.methods)) {
      const handle = handlers.methods[method as MethodName<Local>];
      this.#connection.onRequest(method, async (params: unknown, token: CancellationToken) => {
        if (this.#fits<Params<Local, MethodName<Local>>>(spec.params, params)) {
          return answer(() => handle(params, signalOf(token)));
        }
        const fault = this.#faultOf(spec.params, params);
        this.#onViolation(new IpcInvalid(method, fault));
        throw new ResponseError(ErrorCodes.InvalidParams, `"${method}": ${fault}`);
      });
    }
    for (const [name, schema] of Object.entries(local.notes)) {
      const handle = handlers.notes[name as NoteName<Local>];
      this.#connection.onNotification(name, (note: unknown) => {
        if (this.#fits<Note<Local, NoteName<Local>>>(schema, note)) this.#hear(() => handle(note));
        else this.#onViolation(new IpcInvalid(name, this.#faultOf(schema, note)));
      });
    }
  }

  /** vscode-jsonrpc drops what is JSON but no message, and tells only its log; after the first line come the message's contents. */
  #logger(): Logger {
    const ignore = (): void => undefined;
    const error = (text: string): void => {
      const [reason = ''] = text.split('\n', 1);
      if (reason.startsWith('Received')) this.#onViolation(new IpcMalformedFrame(reason));
    };
    return { error, warn: ignore, info: ignore, log: ignore };
  }

  /** vscode-jsonrpc would swallow what a note's handler throws. */
  #hear(handle: () => void): void {
    try {
      handle();
    } catch (error) {
      this.#onViolation(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #interruption(method: string, timeoutMs: number, signal: AbortSignal | undefined) {
    let end = (): void => undefined;
    const promise = new Promise<never>((_resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new IpcTimeout(method, timeoutMs));
      }, timeoutMs);
      const abort = (): void => {
        reject(new IpcCancelled(method));
      };
      if (signal?.aborted === true) abort();
      signal?.addEventListener('abort', abort, { once: true });
      this.#pending.add(reject);
      end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        this.#pending.delete(reject);
      };
    });
    return { promise, end };
  }

  #assert(schema: TSchema, value: unknown, what: string): void {
    if (!this.#fits(schema, value)) throw new IpcInvalid(what, this.#faultOf(schema, value));
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names what the schema stands for
  #fits<T>(schema: TSchema, value: unknown): value is T {
    return validatorOf(schema).Check(value);
  }

  /** Only the place and the rule: the value itself may be a message's text. */
  #faultOf(schema: TSchema, value: unknown): string {
    const [first] = validatorOf(schema).Errors(value);
    return first === undefined ? 'it does not fit' : `${first.instancePath || '/'} ${first.message}`;
  }
}

/** Runs a handler and gives its failure the form that the other side turns into a RemoteError. */
async function answer<T>(handle: () => Promise<T>): Promise<T> {
  try {
    return await handle();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = propertyOf(error, 'code');
    const statusCode = propertyOf(error, 'statusCode');
    throw new ResponseError(ErrorCodes.InternalError, message, {
      code: typeof code === 'string' ? code : 'IPC_HANDLER_FAILED',
      statusCode: typeof statusCode === 'number' ? statusCode : 500,
    });
  }
}

function remoteErrorOf(error: unknown): RemoteError | undefined {
  if (!(error instanceof ResponseError)) return undefined;
  if (error.code === ErrorCodes.MethodNotFound) return new RemoteError(unknownMethodCode, error.message, 501);
  const code = propertyOf(error.data, 'code');
  const statusCode = propertyOf(error.data, 'statusCode');
  return new RemoteError(typeof code === 'string' ? code : 'IPC_REFUSED', error.message, typeof statusCode === 'number' ? statusCode : 502);
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => {
    controller.abort();
  });
  return controller.signal;
}
