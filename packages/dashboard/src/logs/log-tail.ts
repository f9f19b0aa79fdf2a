import { signal } from '@preact/signals';
import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';
import type { Api } from '../api/api.ts';
import { sentenceOf } from '../api/problem.ts';

const kept = 2_000;
const redialMs = 2_000;

/** The end of the service's log as it grows; what comes while it is paused is shown when it goes on, as far as it is kept. */
export class LogTail {
  readonly lines = signal<readonly LogLine[]>([]);
  readonly fault = signal('');
  readonly isPaused = signal(false);
  readonly isLoaded = signal(false);
  readonly #api: Api;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting: LogLine[] = [];
  #lastSeq = 0;
  #isClosed = false;

  constructor(api: Api) {
    this.#api = api;
    void this.#begin();
  }

  pause(isPaused: boolean): void {
    this.isPaused.value = isPaused;
    if (!isPaused) this.#show();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  async #begin(): Promise<void> {
    try {
      const { lines, last_seq: lastSeq } = await this.#api.logs({ after: 0, limit: 1_000 });
      // A restarted service numbers its lines anew.
      this.lines.value = lastSeq < this.#lastSeq ? lines : [...this.lines.value, ...lines.filter(({ seq }) => seq > this.#lastSeq)];
      this.#lastSeq = lines.at(-1)?.seq ?? 0;
      this.fault.value = '';
      this.isLoaded.value = true;
      this.#follow();
    } catch (error) {
      this.fault.value = sentenceOf(error);
      this.#beginLater();
    }
  }

  #follow(): void {
    if (this.#isClosed) return;
    const source = new EventSource(`/api/v1/service/logs/stream?after=${this.#lastSeq}`);
    this.#source = source;
    source.addEventListener('log', (message: MessageEvent<string>) => {
      const line = JSON.parse(message.data) as LogLine;
      this.#lastSeq = line.seq;
      this.#waiting.push(line);
      // A tab that is paused for days must not grow.
      if (this.#waiting.length > kept) this.#waiting.shift();
      if (!this.isPaused.value) queueMicrotask(() => this.#show());
    });
    source.addEventListener('error', () => {
      source.close();
      this.#beginLater();
    });
  }

  #beginLater(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#begin(), redialMs);
  }

  #show(): void {
    if (this.#waiting.length === 0) return;
    this.lines.value = [...this.lines.value, ...this.#waiting].slice(-kept);
    this.#waiting = [];
  }
}
