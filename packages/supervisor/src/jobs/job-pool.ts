import { join } from 'node:path';
import { projectRoot } from '../config/project-root.ts';
import { RenderingFailed } from '../supervisor-errors.ts';
import type { QrJob } from './render-qr.ts';
import { ThreadPool } from './thread-pool.ts';

export interface JobPoolOptions {
  /** How long one job may take, its wait for a thread included. */
  readonly deadlineMs?: number;
  /** How long a thread waits for more before it ends. */
  readonly idleTimeoutMs?: number;
}

/** The threads that draw QR codes. */
export class JobPool {
  readonly #pool: ThreadPool<QrJob, Uint8Array>;

  constructor({ deadlineMs = 8_000, idleTimeoutMs = 30_000 }: JobPoolOptions = {}) {
    this.#pool = new ThreadPool({
      filename: join(projectRoot, 'packages/supervisor/src/jobs/render-qr.ts'),
      name: 'renderQr',
      maxThreads: 2,
      // A code is asked for by a person who looks at it: a longer queue would only hold answers that nobody waits for.
      maxOpenJobs: 64,
      tooMany: 'too many codes are asked for at once',
      deadlineMs,
      idleTimeoutMs,
    });
  }

  /** The bytes of a picture of a QR code; throws RenderingFailed. */
  async renderQr(job: QrJob, signal?: AbortSignal): Promise<Buffer> {
    try {
      const bytes = await this.#pool.run(job, signal);
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch (error) {
      throw new RenderingFailed(job.format.toUpperCase(), `${error instanceof Error ? error.message : String(error)}.`);
    }
  }

  /** Threads that are alive now. */
  get threads(): number {
    return this.#pool.threads;
  }

  /** Ends the threads; what they were doing fails. */
  async close(): Promise<void> {
    await this.#pool.close();
  }
}
