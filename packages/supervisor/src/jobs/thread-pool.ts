import { Piscina } from 'piscina';

export interface ThreadPoolOptions {
  /** The file that has the work of a thread, and the function's name in it. */
  readonly filename: string;
  readonly name: string;
  readonly maxThreads: number;
  /** How many jobs may be under way or wait, and what those beyond are told. */
  readonly maxOpenJobs: number;
  readonly tooMany: string;
  /** How long one job may take, its wait for a thread included. */
  readonly deadlineMs: number;
  /** How long a thread waits for more before it ends. */
  readonly idleTimeoutMs: number;
}

/** Threads for what would hold the event loop up; without work there are none. */
export class ThreadPool<Job, Result> {
  readonly #options: ThreadPoolOptions;
  #pool: Piscina<Job, Result> | undefined;
  #isClosed = false;
  #openJobs = 0;

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
  }

  /** What a thread has made of the job; throws an Error that says why there is nothing, as the end of a sentence. */
  async run(job: Job, signal?: AbortSignal): Promise<Result> {
    const { deadlineMs, maxOpenJobs, tooMany } = this.#options;
    const deadline = new AbortController();
    const timer = setTimeout(() => {
      deadline.abort();
    }, deadlineMs);
    this.#openJobs += 1;
    try {
      if (this.#isClosed) throw new Error('the service is shutting down');
      // Counted here: piscina 5.3 does not keep its maxQueue for jobs that have a signal (measured).
      if (this.#openJobs > maxOpenJobs) throw new Error(tooMany);
      return await this.#started().run(job, {
        signal: AbortSignal.any([deadline.signal, ...(signal === undefined ? [] : [signal])]),
      });
    } catch (error) {
      const why = deadline.signal.aborted ? `it took longer than ${spoken(deadlineMs)}` : messageOf(error);
      throw new Error(why.replace(/\.$/, ''), { cause: error });
    } finally {
      clearTimeout(timer);
      this.#openJobs -= 1;
    }
  }

  /** Threads that are alive now. */
  get threads(): number {
    return this.#pool?.threads.length ?? 0;
  }

  /** Ends the threads; what they were doing fails. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pool?.destroy();
  }

  #started(): Piscina<Job, Result> {
    const { filename, idleTimeoutMs, maxThreads, name } = this.#options;
    this.#pool ??= new Piscina<Job, Result>({ filename, name, minThreads: 0, maxThreads, idleTimeout: idleTimeoutMs });
    return this.#pool;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function spoken(durationMs: number): string {
  return durationMs % 1_000 === 0 ? `${durationMs / 1_000} s` : `${durationMs} ms`;
}
