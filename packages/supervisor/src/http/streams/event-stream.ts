import type { FastifyReply } from 'fastify';
import type { SSEMessage } from '@fastify/sse';
import { withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';

/** How long a client waits before it dials again. */
const retryMs = 3_000;
/** How long the last words may take before the socket is cut. */
const endTimeoutMs = 500;

/** One client's stream: it ends when the client goes, when it does not read, or when it is ended here. */
export class EventStream {
  /** Settles once the stream has ended. */
  readonly closed: Promise<void>;
  readonly #reply: FastifyReply;
  readonly #writeTimeoutMs: number;
  #isOpen = true;

  constructor(reply: FastifyReply, writeTimeoutMs: number) {
    this.#reply = reply;
    this.#writeTimeoutMs = writeTimeoutMs;
    this.closed = new Promise((resolve) => {
      reply.sse.onClose(() => {
        this.#isOpen = false;
        resolve();
      });
    });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Sends the headers at once, so that the client knows that it is connected before anything happens. */
  async begin(): Promise<void> {
    await this.send({ retry: retryMs, data: undefined });
  }

  /** Resolves when the socket can take more; a client that reads nothing for the write timeout is cut off, so that nothing piles up for it. */
  async send(message: SSEMessage): Promise<void> {
    if (!this.#isOpen || this.endWithKey()) return;
    try {
      await withDeadline(Promise.race([this.#reply.sse.send(message), this.closed]), this.#writeTimeoutMs, 'A write to an event stream');
    } catch (error) {
      if (!this.#isOpen) return;
      this.#reply.log.info({ err: error }, 'An event stream was cut off: its client does not read.');
      this.#reply.raw.destroy();
    }
  }

  /** Ends the stream where its key is not good any more; returns whether it did. */
  endWithKey(): boolean {
    if (this.#reply.request.isStillLetIn()) return false;
    this.end('key_ended');
    return true;
  }

  /** Ends the stream in order; its client may dial again. */
  end(reason: 'service_stopping' | 'key_ended'): void {
    if (!this.#isOpen) return;
    const { socket } = this.#reply.request;
    // Written without waiting: a client that does not read must not hold the shutdown.
    this.#reply.raw.write(`event: stream.ended\ndata: {"reason":"${reason}"}\n\n`);
    // The response was announced as keep-alive: without this the idle socket would hold the server open.
    this.#reply.raw.once('finish', () => {
      socket.destroySoon();
    });
    this.#reply.sse.close();
    setTimeout(() => {
      socket.destroy();
    }, endTimeoutMs).unref();
  }
}
