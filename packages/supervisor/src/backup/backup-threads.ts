import { join } from 'node:path';
import { projectRoot } from '../config/project-root.ts';
import { ThreadPool } from '../jobs/thread-pool.ts';
import type { BackupJob, BackupOutcome } from './backup-job.ts';
import { removeDrafts } from './remove-drafts.ts';

/** The thread that copies, compresses, encrypts and checks: one, so that backups take at most one processor from the sessions. */
export class BackupThreads {
  readonly #pool: ThreadPool<BackupJob, BackupOutcome>;

  /** A job may take so long, its wait for the thread included. */
  constructor(deadlineMs = 280_000) {
    this.#pool = new ThreadPool({
      filename: join(projectRoot, 'packages/supervisor/src/backup/backup-job.ts'),
      name: 'runBackupJob',
      maxThreads: 1,
      maxOpenJobs: 16,
      tooMany: '16 others wait already',
      deadlineMs,
      idleTimeoutMs: 10_000,
    });
  }

  /** What became of a job, which waits its turn; never rejects. */
  async run(job: BackupJob): Promise<BackupOutcome> {
    try {
      return await this.#pool.run(job);
    } catch (error) {
      // The thread was ended in the middle of it. Where this fails, the next start removes them.
      await removeDrafts(job).catch(() => undefined);
      return { refused: 'failed', why: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Ends the thread; what it was doing fails. */
  async close(): Promise<void> {
    await this.#pool.close();
  }
}
