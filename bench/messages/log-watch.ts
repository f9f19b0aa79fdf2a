import { Arrivals } from './arrivals.ts';
import { receivedText } from './received-text.ts';

/** Reads the service's stream of events, and notes when each message is in the log. */
export class LogWatch {
  readonly arrivals = new Arrivals('in the log');
  readonly #closing = new AbortController();
  readonly #done: Promise<void>;

  private constructor(body: ReadableStream<Uint8Array>) {
    this.#done = this.#read(body).catch((error: unknown) => {
      // The end of the service is the benchmark's own doing.
      if (!this.#closing.signal.aborted) process.stderr.write(`The stream of events ended: ${String(error)}\n`);
    });
  }

  static async open(url: string, apiKey: string, signal: AbortSignal): Promise<LogWatch> {
    const response = await fetch(`${url}/api/v1/events/stream?types=message.received`, { headers: { 'x-api-key': apiKey }, signal });
    if (!response.ok || response.body === null) throw new Error(`The stream of events was answered by ${response.status}.`);
    return new LogWatch(response.body);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#done;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const reader = body.pipeThrough(new TextDecoderStream(), { signal: this.#closing.signal }).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const text = line.startsWith('data:') ? receivedText(line.slice('data:'.length)) : undefined;
        if (text !== undefined) this.arrivals.note(text);
      }
    }
  }
}
