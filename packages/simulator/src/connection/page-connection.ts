import { EventEmitter } from 'node:events';
import type { RawData, WebSocket } from 'ws';
import Value from 'typebox/value';
import { PageFrame, type RequestFrame } from '../protocol/page-frames.ts';
import { BeatRecord } from './beat-record.ts';
import type { FaultScope } from '../faults/fault-board.ts';
import type { ServerFrame } from '../protocol/server-frames.ts';

type Events = { frame: [PageFrame]; closed: [] };
type Answer = (frame: RequestFrame) => unknown;

const protocolErrorCode = 1002;

function parseFrame(data: RawData): PageFrame | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : '');
    return Value.Check(PageFrame, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isKind<Kind extends PageFrame['kind']>(frame: PageFrame, kind: Kind): frame is Extract<PageFrame, { kind: Kind }> {
  return frame.kind === kind;
}

/** One WebSocket of one page: frames in, frames out, and a signal for when it is gone. */
export class PageConnection extends EventEmitter<Events> {
  readonly connectedAt = new Date();
  readonly beats = new BeatRecord();
  /** Whom the page has proved to belong to; empty while it is not linked. */
  scope: FaultScope = {};
  readonly #webSocket: WebSocket;
  readonly #closed = new AbortController();

  constructor(webSocket: WebSocket) {
    super();
    this.#webSocket = webSocket;
    webSocket.on('message', (data) => this.#onData(data));
    webSocket.on('error', () => webSocket.terminate());
    webSocket.on('close', () => {
      this.#closed.abort();
      this.emit('closed');
    });
  }

  get signal(): AbortSignal {
    return this.#closed.signal;
  }

  send(frame: ServerFrame): void {
    if (this.#webSocket.readyState === this.#webSocket.OPEN) this.#webSocket.send(JSON.stringify(frame));
  }

  close(): void {
    this.#webSocket.close();
  }

  terminate(): void {
    this.#webSocket.terminate();
  }

  /** The next frame of a kind; rejects when the signal aborts first. */
  async next<Kind extends PageFrame['kind']>(kind: Kind, signal: AbortSignal): Promise<Extract<PageFrame, { kind: Kind }>> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const onFrame = (frame: PageFrame): void => {
        if (isKind(frame, kind)) settle(() => resolve(frame));
      };
      const onAbort = (): void => settle(() => reject(signal.reason));
      const settle = (finish: () => void): void => {
        this.off('frame', onFrame);
        signal.removeEventListener('abort', onAbort);
        finish();
      };
      this.on('frame', onFrame);
      signal.addEventListener('abort', onAbort);
    });
  }

  /** Runs a request and tells the page what came of it. */
  async respond(request: RequestFrame, answer: Answer): Promise<void> {
    const { id } = request;
    try {
      this.send({ kind: 'response', id, result: (await answer(request)) ?? null });
    } catch (error) {
      const status: unknown = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
      const told = { error: error instanceof Error ? error.message : String(error), ...(typeof status === 'number' ? { status } : {}) };
      if (!this.signal.aborted) this.send({ kind: 'response', id, ...told });
    }
  }

  #onData(data: RawData): void {
    const frame = parseFrame(data);
    if (frame?.kind === 'beat') this.beats.beat(Date.now());
    if (frame) this.emit('frame', frame);
    else this.#webSocket.close(protocolErrorCode, 'No frame of this protocol.');
  }
}
