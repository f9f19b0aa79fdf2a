import { Socket } from '#page/socket/WAWebSocketModel.ts';
import type { PageFrame } from '../../protocol/page-frames.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';

type Pending = { method: string; params: Record<string, unknown>; resolve(result: unknown): void; reject(error: Error): void };

/** What the server refused, as the page's modules throw it. */
class ServerStatusCodeError extends Error {
  override readonly name = 'ServerStatusCodeError';
  readonly statusCode: number;

  constructor(message: string, statusCode: number) {
    super(message);
    this.statusCode = statusCode;
  }
}

const firstRetryMs = 250;
const longestRetryMs = 5_000;
/** The real page keeps its connection alive too, less often. */
const beatMs = 500;

class ServerLink {
  #socket: WebSocket | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #nextId = 1;
  #loggedIn = false;
  readonly #pending = new Map<number, Pending>();
  #hello: () => Promise<PageFrame> = () => Promise.reject(new Error('The link was opened before it was set up.'));
  #receive: (frame: ServerFrame) => void = () => undefined;

  setUp(hello: () => Promise<PageFrame>, receive: (frame: ServerFrame) => void): void {
    setInterval(() => this.#loggedIn && this.send({ kind: 'beat' }), beatMs);
    this.#hello = hello;
    this.#receive = receive;
  }

  open(): void {
    this.close();
    Socket.set({ state: 'OPENING' });
    const socket = new WebSocket(`wss://${location.host}/ws/chat`);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      void this.#hello().then((frame) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame)));
    });
    socket.addEventListener('message', (event: MessageEvent<string>) => {
      if (this.#socket === socket) this.#onFrame(JSON.parse(event.data) as ServerFrame);
    });
    socket.addEventListener('close', () => {
      if (this.#socket === socket) this.#onLost();
    });
  }

  /** Closes for good: no retry follows until `open` is called. */
  close(): void {
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = undefined;
    this.#loggedIn = false;
    socket?.close();
  }

  send(frame: PageFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** The connection is logged in: what was asked before or during an outage goes out now. */
  ready(): void {
    this.#attempts = 0;
    this.#loggedIn = true;
    for (const [id, { method, params }] of this.#pending) this.send({ kind: 'request', id, method, params });
  }

  /** Asks the server; waits through outages, as the real page does. */
  request(method: string, params: Record<string, unknown>): Promise<unknown> {
    const id = this.#nextId++;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { method, params, resolve, reject });
    });
    if (this.#loggedIn) this.send({ kind: 'request', id, method, params });
    return answer;
  }

  /** Tells the server something that nobody waits for. */
  notify(method: string, params: Record<string, unknown>): void {
    if (this.#loggedIn) this.request(method, params).catch(() => undefined);
  }

  #onFrame(frame: ServerFrame): void {
    if (frame.kind !== 'response') return this.#receive(frame);
    const pending = this.#pending.get(frame.id);
    this.#pending.delete(frame.id);
    if (frame.error === undefined) pending?.resolve(frame.result);
    else pending?.reject(frame.status === undefined ? new Error(frame.error) : new ServerStatusCodeError(frame.error, frame.status));
  }

  #onLost(): void {
    this.close();
    Socket.set({ state: this.#attempts === 0 ? 'OPENING' : 'TIMEOUT' });
    const delayMs = Math.min(longestRetryMs, firstRetryMs * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#retry = setTimeout(() => this.open(), delayMs);
  }
}

/** This page's connection to the server. */
export const serverLink = new ServerLink();
