import { signal } from '@preact/signals';
import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';
import type { Api } from '../api/api.ts';
import { sentenceOf } from '../api/problem.ts';
import { linesAfter, pageSize } from './lines-after.ts';

const kept = 2_000;
const redialMs = 2_000;
/** Lines come one by one, hundreds in a second at times: to show each anew would keep the page busy. */
const showEveryMs = 100;

/** The end of the service's log as it grows; what comes while it is paused is shown when it goes on, as far as it is kept. */
export class LogTail {
  readonly lines = signal<readonly LogLine[]>([]);
  readonly fault = signal('');
  readonly isPaused = signal(false);
  readonly isLoaded = signal(false);
  readonly #api: Api;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #showTimer: ReturnType<typeof setTimeout> | undefined;
  #waiting: LogLine[] = [];
  /** The last one that is known, shown or not. */
  #last: LogLine | undefined;
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
    clearTimeout(this.#showTimer);
    this.#source?.close();
  }

  async #begin(): Promise<void> {
    try {
      const missed = await this.#missed();
      if (missed === undefined) await this.#readAnew();
      else for (const line of missed) this.#take(line);
      this.fault.value = '';
      this.isLoaded.value = true;
      this.#follow();
    } catch (error) {
      this.fault.value = sentenceOf(error);
      this.#beginLater();
    }
  }

  /** What came since the last line that is known; undefined where that one is not kept any more, or is of another process, which numbers its lines anew. */
  async #missed(): Promise<LogLine[] | undefined> {
    if (this.#last === undefined) return undefined;
    const { seq, time } = this.#last;
    const [known, ...missed] = (await this.#api.logs({ after: seq - 1, limit: pageSize })).lines;
    return known?.seq === seq && known.time === time ? missed : undefined;
  }

  /** The end of the log in place of all that is shown. */
  async #readAnew(): Promise<void> {
    const { last_seq: lastSeq } = await this.#api.logs({ after: 0, limit: 1 });
    const found = await linesAfter(Math.max(0, lastSeq - kept), async (after) => this.#api.logs({ after, limit: pageSize }));
    this.#waiting = [];
    this.lines.value = found.slice(-kept);
    this.#last = found.at(-1);
  }

  #follow(): void {
    if (this.#isClosed) return;
    const source = new EventSource(`api/v1/service/logs/stream?after=${this.#last?.seq ?? 0}`);
    this.#source = source;
    source.addEventListener('log', (message: MessageEvent<string>) => {
      this.#take(JSON.parse(message.data) as LogLine);
    });
    source.addEventListener('error', () => {
      source.close();
      this.#beginLater();
    });
  }

  #take(line: LogLine): void {
    this.#last = line;
    this.#waiting.push(line);
    // A tab that is paused for days must not grow.
    if (this.#waiting.length > kept) this.#waiting.shift();
    this.#showTimer ??= setTimeout(() => {
      this.#showTimer = undefined;
      if (!this.isPaused.value) this.#show();
    }, showEveryMs);
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
