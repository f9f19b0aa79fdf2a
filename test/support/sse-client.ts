import { get } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { until } from './until.ts';

/** One event as a client reads it. */
export interface ReceivedEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: unknown;
}

/** A client of server-sent events on a socket of its own. */
export class SseClient {
  readonly events: ReceivedEvent[] = [];
  comments = 0;
  retryMs: number | undefined;
  isEnded = false;
  readonly #request: ClientRequest;
  readonly #response: IncomingMessage;
  #text = '';

  private constructor(request: ClientRequest, response: IncomingMessage) {
    this.#request = request;
    this.#response = response;
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      this.#take(chunk);
    });
    response.on('close', () => {
      this.isEnded = true;
    });
    response.on('error', () => undefined);
  }

  /** Resolves with the headers, which a stream sends before any event. */
  static async open(url: string, headers: Record<string, string>): Promise<SseClient> {
    return new Promise((resolve, reject) => {
      const request = get(url, { headers, agent: false }, (response) => {
        resolve(new SseClient(request, response));
      });
      request.on('error', reject);
    });
  }

  get status(): number {
    return this.#response.statusCode ?? 0;
  }

  get headers(): IncomingMessage['headers'] {
    return this.#response.headers;
  }

  async untilEvents(count: number): Promise<ReceivedEvent[]> {
    await until(`${count} events have come`, () => this.events.length >= count, 10_000);
    return this.events;
  }

  async untilEnded(): Promise<void> {
    await until('the stream has ended', () => this.isEnded, 10_000);
  }

  /** Stops reading: what comes fills the socket. */
  pause(): void {
    this.#response.pause();
  }

  resume(): void {
    this.#response.resume();
  }

  close(): void {
    this.#request.destroy();
  }

  #take(chunk: string): void {
    const blocks = (this.#text + chunk).split('\n\n');
    this.#text = blocks.pop() ?? '';
    for (const block of blocks) this.#takeBlock(block);
  }

  #takeBlock(block: string): void {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const [, name = '', value = ''] = /^([a-z]*): ?(.*)$/s.exec(line) ?? [];
      if (name === '') this.comments += 1;
      else fields.set(name, value);
    }
    if (fields.has('retry')) this.retryMs = Number(fields.get('retry'));
    const data = fields.get('data');
    if (data !== undefined) this.events.push({ id: fields.get('id'), event: fields.get('event'), data: JSON.parse(data) });
  }
}
