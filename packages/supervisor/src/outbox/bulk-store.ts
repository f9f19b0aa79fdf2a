import type { DatabaseSync } from 'node:sqlite';
import { commitNow } from '../storage/writes.ts';
import type { Writes } from '../storage/writes.ts';
import type { BulkCounts, BulkJob } from './bulk-job.ts';

export interface NumberedJob {
  readonly seq: number;
  readonly job: BulkJob;
}

/** The bulk jobs as they are on the disk. */
export class BulkStore {
  readonly #database: DatabaseSync;
  readonly #writes: Writes;

  constructor(database: DatabaseSync, writes: Writes) {
    this.#database = database;
    this.#writes = writes;
  }

  /** To be run in the transaction that keeps the job's sends as well; a key is its newest job's. */
  insert({ jobId, sessionId, idempotencyKey, createdMs, ...rest }: BulkJob): void {
    this.#database
      .prepare('UPDATE send_jobs SET idempotency_key = NULL WHERE session_id = ? AND idempotency_key = ?')
      .run(sessionId, idempotencyKey);
    this.#database
      .prepare('INSERT INTO send_jobs (job_id, session_id, idempotency_key, created_ms, record) VALUES (?, ?, ?, ?, ?)')
      .run(jobId, sessionId, idempotencyKey, createdMs, JSON.stringify({ jobId, sessionId, idempotencyKey, createdMs, ...rest }));
  }

  /** Keeps a job as it is from now on, before anybody hears of it; false where the disk refuses, and then it stays as it was. */
  replace(job: BulkJob): boolean {
    return commitNow(this.#writes, () => this.#write(job));
  }

  /** Keeps a job as it is, now or as soon as the disk takes it. */
  save(job: BulkJob): void {
    this.#writes.write(() => {
      this.#write(job);
      return undefined;
    }, `bulk ${job.jobId}`);
  }

  #write(job: BulkJob): void {
    this.#database.prepare('UPDATE send_jobs SET record = ? WHERE job_id = ?').run(JSON.stringify(job), job.jobId);
  }

  all(): BulkJob[] {
    return this.#database
      .prepare('SELECT seq, record FROM send_jobs ORDER BY seq')
      .all()
      .map((row) => jobOf(row).job);
  }

  findByKey(sessionId: string, idempotencyKey: string): BulkJob | undefined {
    const row = this.#database
      .prepare('SELECT seq, record FROM send_jobs WHERE session_id = ? AND idempotency_key = ?')
      .get(sessionId, idempotencyKey);
    return row === undefined ? undefined : jobOf(row).job;
  }

  findById(sessionId: string, jobId: string): BulkJob | undefined {
    const row = this.#database.prepare('SELECT seq, record FROM send_jobs WHERE session_id = ? AND job_id = ?').get(sessionId, jobId);
    return row === undefined ? undefined : jobOf(row).job;
  }

  /** Those of a session accepted before a number, newest first. */
  list(sessionId: string, before: number, limit: number): NumberedJob[] {
    return this.#database
      .prepare('SELECT seq, record FROM send_jobs WHERE session_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?')
      .all(sessionId, before, limit)
      .map((row) => jobOf(row));
  }

  counts(jobId: string): BulkCounts {
    // What became of the last messages may wait for its commit.
    this.#writes.write(() => undefined);
    const counts = { queued: 0, sending: 0, pending: 0, sent: 0, failed: 0, expired: 0, cancelled: 0 };
    const rows = this.#database.prepare('SELECT status, count(*) AS count FROM sends WHERE job_id = ? GROUP BY status').all(jobId);
    return Object.assign(counts, Object.fromEntries(rows.map((row) => [String(row['status']), Number(row['count'])])));
  }

  removeSession(sessionId: string): void {
    this.#writes.write(() => {
      this.#database.prepare('DELETE FROM send_jobs WHERE session_id = ?').run(sessionId);
      return undefined;
    });
  }
}

function jobOf(row: Record<string, unknown>): NumberedJob {
  return { seq: Number(row['seq']), job: JSON.parse(String(row['record'])) as BulkJob };
}
