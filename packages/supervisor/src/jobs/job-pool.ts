import { join } from 'node:path';
import { Piscina } from 'piscina';
import { projectRoot } from '../config/project-root.ts';
import { RenderingFailed } from '../supervisor-errors.ts';
import type { QrJob } from './render-qr.ts';

export interface JobPoolOptions {
  /** How long one job may take, its wait for a thread included. */
  readonly deadlineMs?: number;
  /** How long a thread waits for more before it ends. */
  readonly idleTimeoutMs?: number;
}

const maxThreads = 2;
/** A code is asked for by a person who looks at it: a longer queue would only hold answers that nobody waits for. */
const maxOpenJobs = 64;

/** Threads for what would hold the event loop up; without work there are none. */
export class JobPool {
  readonly #deadlineMs: number;
  readonly #idleTimeoutMs: number;
  #pool: Piscina<QrJob, Uint8Array> | undefined;
  #isClosed = false;
  #openJobs = 0;

  constructor(options: JobPoolOptions = {}) {
    this.#deadlineMs = options.deadlineMs ?? 8_000;
    this.#idleTimeoutMs = options.idleTimeoutMs ?? 30_000;
  }

  /** The bytes of a picture of a QR code; throws RenderingFailed. */
  async renderQr(job: QrJob, signal?: AbortSignal): Promise<Buffer> {
    const deadline = new AbortController();
    const timer = setTimeout(() => {
      deadline.abort();
    }, this.#deadlineMs);
    this.#openJobs += 1;
    try {
      if (this.#isClosed) throw new Error('the service is shutting down');
      // Counted here: piscina 5.3 does not keep its maxQueue for jobs that have a signal (measured).
      if (this.#openJobs > maxOpenJobs) throw new Error('too many codes are asked for at once');
      const bytes = await this.#started().run(job, {
        signal: AbortSignal.any([deadline.signal, ...(signal === undefined ? [] : [signal])]),
      });
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch (error) {
      const why = deadline.signal.aborted ? `it took longer than ${this.#deadlineMs} ms` : messageOf(error);
      throw new RenderingFailed(job.format.toUpperCase(), `${why.replace(/\.$/, '')}.`);
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

  #started(): Piscina<QrJob, Uint8Array> {
    this.#pool ??= new Piscina<QrJob, Uint8Array>({
      filename: join(projectRoot, 'packages/supervisor/src/jobs/render-qr.ts'),
      name: 'renderQr',
      minThreads: 0,
      maxThreads,
      idleTimeout: this.#idleTimeoutMs,
    });
    return this.#pool;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
