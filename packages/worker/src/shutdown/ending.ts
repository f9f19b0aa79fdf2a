import type { Logger } from 'pino';
import { withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';

export interface EndRequest {
  readonly code: number;
  readonly why: string;
  /** Without an orderly close of the browser. */
  readonly forced?: boolean;
}

/** What there is to close; each step is safe to call when there is nothing. */
export interface EndingSteps {
  /** Told once, at the beginning: from now on nothing is started. */
  readonly onBegin: (request: EndRequest) => void;
  /** Keeps what is known of a failure, before the browser is closed. */
  readonly collect: (request: EndRequest) => Promise<void>;
  readonly closeBrowser: () => Promise<void>;
  readonly killBrowser: () => void;
  /** Settles when no process of the browser is left. */
  readonly browserEnded: () => Promise<void>;
  readonly removeTempDir: () => void;
  readonly releaseLock: () => void;
  readonly flush: (timeoutMs: number) => Promise<void>;
  readonly closeLink: () => void;
  /** Leaves what could not be told for the next supervisor. */
  readonly leaveLastWords: () => void;
  readonly exit: (code: number) => void;
}

const collectTimeoutMs = 2_500;
const closeTimeoutMs = 5_000;
const killTimeoutMs = 2_000;
const flushTimeoutMs = 2_000;
const totalTimeoutMs = 10_000;

/** Closes the worker in order, once: the first request decides the exit code. */
export class Ending {
  readonly #steps: EndingSteps;
  readonly #log: Logger;
  #request: EndRequest | undefined;

  constructor(steps: EndingSteps, log: Logger) {
    this.#steps = steps;
    this.#log = log;
  }

  get begun(): boolean {
    return this.#request !== undefined;
  }

  /** Begins to close; later requests change nothing. */
  end(request: EndRequest): void {
    if (this.#request !== undefined) return;
    this.#request = request;
    this.#log.info({ code: request.code, why: request.why }, 'closing');
    setTimeout(() => {
      this.#log.error({ timeoutMs: totalTimeoutMs }, 'closing took too long');
      this.killNow();
    }, totalTimeoutMs);
    this.#steps.onBegin(request);
    void this.#run(request);
  }

  /** Kills what is left and exits at once. */
  killNow(): void {
    this.#steps.killBrowser();
    this.#leaveLastWords();
    this.#steps.exit(this.#request?.code ?? 0);
  }

  async #run(request: EndRequest): Promise<void> {
    const { collect, closeBrowser, killBrowser, browserEnded, removeTempDir, releaseLock, flush, closeLink, exit } = this.#steps;
    await this.#try('support bundle', () => withDeadline(collect(request), collectTimeoutMs, 'The support bundle'));
    const isClosed =
      request.forced !== true && (await this.#try('browser', () => withDeadline(closeBrowser(), closeTimeoutMs, 'Closing the browser')));
    let isEnded = isClosed;
    if (!isClosed) {
      killBrowser();
      isEnded = await this.#try('browser processes', () => withDeadline(browserEnded(), killTimeoutMs, 'The end of the browser'));
    }
    await this.#try('temporary files', async () => {
      removeTempDir();
    });
    // The lock names the browser: kept, it holds the profile until that is gone.
    if (isEnded)
      await this.#try('lock', async () => {
        releaseLock();
      });
    await this.#try('kept events', () => flush(flushTimeoutMs));
    await this.#try('link', async () => {
      closeLink();
    });
    this.#leaveLastWords();
    this.#log.info({ code: request.code }, 'closed');
    exit(request.code);
  }

  #leaveLastWords(): void {
    try {
      this.#steps.leaveLastWords();
    } catch (error) {
      this.#log.error({ error: error instanceof Error ? error.message : String(error) }, 'what the supervisor was not told is lost');
    }
  }

  async #try(step: string, act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      this.#log.warn({ step, error: error instanceof Error ? error.message : String(error) }, 'a step of the close failed');
      return false;
    }
  }
}
