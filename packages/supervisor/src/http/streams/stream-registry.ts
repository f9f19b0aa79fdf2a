import type { FastifyReply } from 'fastify';
import { ServiceDraining, TooManyStreams } from '../../supervisor-errors.ts';
import { EventStream } from './event-stream.ts';

export interface StreamRegistryOptions {
  readonly limit: number;
  readonly writeTimeoutMs: number;
}

/** Knows every open stream, so that there are not too many and that all end with the service. */
export class StreamRegistry {
  readonly #options: StreamRegistryOptions;
  readonly #open = new Set<EventStream>();
  #isEnded = false;

  constructor(options: StreamRegistryOptions) {
    this.#options = options;
  }

  /** Takes a request over as a stream; throws TooManyStreams or ServiceDraining. */
  open(reply: FastifyReply): EventStream {
    if (this.#isEnded) throw new ServiceDraining();
    if (this.#open.size >= this.#options.limit) throw new TooManyStreams(this.#options.limit);
    const stream = new EventStream(reply, this.#options.writeTimeoutMs);
    this.#open.add(stream);
    void stream.closed.then(() => this.#open.delete(stream));
    return stream;
  }

  /** Ends the streams whose key is not good any more: one on which nothing happens would keep its place. */
  endWithKeys(): void {
    for (const stream of [...this.#open]) stream.endWithKey();
  }

  /** Ends all streams, and refuses new ones. */
  endAll(): void {
    this.#isEnded = true;
    for (const stream of [...this.#open]) stream.end('service_stopping');
  }

  get size(): number {
    return this.#open.size;
  }
}
