import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { inTransaction } from '../storage/database.ts';
import { commitNow } from '../storage/writes.ts';
import type { Writes } from '../storage/writes.ts';
import { isSettled } from './send-record.ts';
import type { SendRecord, SendStatus } from './send-record.ts';

/** Which sends of a session are wanted, the newest first. */
export interface SendQuery {
  readonly status?: SendStatus;
  readonly idempotencyKey?: string;
  /** Only those of this bulk job. */
  readonly jobId?: string;
  /** Only those accepted before the one with this number. */
  readonly before?: number;
  readonly limit: number;
}

/** A send and its number in the order of acceptance. */
export interface NumberedSend {
  readonly seq: number;
  readonly record: SendRecord;
}

const open = "status NOT IN ('sent', 'failed', 'expired', 'cancelled')";

/** The sends as they are on the disk. */
export class SendStore {
  readonly #database: DatabaseSync;
  readonly #writes: Writes;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #freeKey: StatementSync;
  readonly #byKey: StatementSync;
  readonly #byId: StatementSync;
  /** What the disk has not taken yet: newer than what it would give. */
  readonly #late = new Map<string, SendRecord>();

  constructor(database: DatabaseSync, writes: Writes) {
    this.#database = database;
    this.#writes = writes;
    this.#insert = database.prepare(
      'INSERT INTO sends (send_id, session_id, idempotency_key, own_id, job_id, status, settled_ms, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#update = database.prepare('UPDATE sends SET status = ?, settled_ms = ?, record = ? WHERE send_id = ?');
    this.#freeKey = database.prepare('UPDATE sends SET idempotency_key = NULL WHERE session_id = ? AND idempotency_key = ?');
    this.#byKey = database.prepare('SELECT seq, record FROM sends WHERE session_id = ? AND idempotency_key = ?');
    this.#byId = database.prepare('SELECT seq, record FROM sends WHERE session_id = ? AND send_id = ?');
  }

  /** Keeps a new send, whose key is its own from now on; false where the disk refuses, and then it is not kept later either. */
  add(record: SendRecord): boolean {
    return commitNow(this.#writes, () => this.#addOne(record));
  }

  /** Keeps many new sends and what `also` writes, all of it or nothing; false where the disk refuses. */
  addAll(records: readonly SendRecord[], also: () => void): boolean {
    return commitNow(this.#writes, () => {
      inTransaction(this.#database, () => {
        also();
        for (const record of records) this.#addOne(record);
      });
    });
  }

  /** Keeps what became of a send before anything else happens; false where the disk refuses. */
  replace(record: SendRecord): boolean {
    return commitNow(this.#writes, () => this.#write(record));
  }

  /** Keeps what became of a send, now or as soon as the disk takes it. */
  save(record: SendRecord): void {
    const { sendId } = record;
    this.#late.set(sendId, record);
    // Where it is lost the outcome is looked up: it may share a commit with what follows.
    this.#writes.writeSoon(() => {
      this.#write(record);
      return () => {
        if (this.#late.get(sendId) === record) this.#late.delete(sendId);
      };
    }, `send ${sendId}`);
  }

  findByKey(sessionId: string, idempotencyKey: string): SendRecord | undefined {
    return this.#one(this.#byKey.get(sessionId, idempotencyKey))?.record;
  }

  findById(sessionId: string, sendId: string): NumberedSend | undefined {
    return this.#one(this.#byId.get(sessionId, sendId));
  }

  list(sessionId: string, query: SendQuery): NumberedSend[] {
    const conditions = ['session_id = ?'];
    const values: (string | number)[] = [sessionId];
    this.#writeLate();
    const { status, idempotencyKey, jobId, before } = query;
    const given = { 'status = ?': status, 'idempotency_key = ?': idempotencyKey, 'job_id = ?': jobId, 'seq < ?': before };
    for (const [condition, value] of Object.entries(given)) {
      if (value === undefined) continue;
      conditions.push(condition);
      values.push(value);
    }
    const rows = this.#database
      .prepare(`SELECT seq, record FROM sends WHERE ${conditions.join(' AND ')} ORDER BY seq DESC LIMIT ?`)
      .all(...values, query.limit);
    return rows.flatMap((row) => this.#one(row) ?? []);
  }

  /** Every send that has not ended, oldest first. */
  allOpen(): SendRecord[] {
    const rows = this.#database.prepare(`SELECT seq, record FROM sends WHERE ${open} ORDER BY seq`).all();
    return rows.flatMap((row) => this.#one(row)?.record ?? []);
  }

  /** When the last messages of a session went out, oldest first. */
  lastSentMs(sessionId: string, limit: number): number[] {
    const rows = this.#database
      .prepare("SELECT seq, record FROM sends WHERE session_id = ? AND status IN ('sending', 'pending', 'sent') ORDER BY seq DESC LIMIT ?")
      .all(sessionId, limit);
    const times = rows.flatMap((row) => {
      const record = this.#one(row)?.record;
      return record === undefined ? [] : [record.timestamp === null ? record.createdMs : Date.parse(record.timestamp)];
    });
    return times.toSorted((a, b) => a - b);
  }

  /** Forgets a session's sends. */
  removeSession(sessionId: string): void {
    this.#writes.write(() => {
      this.#database.prepare('DELETE FROM sends WHERE session_id = ?').run(sessionId);
      return undefined;
    });
  }

  /** What is late is written now, where the disk takes it. */
  #writeLate(): void {
    if (this.#late.size > 0) this.#writes.write(() => undefined);
  }

  #addOne(record: SendRecord): void {
    const { sendId, sessionId, idempotencyKey, ownId, jobId, status, settledMs } = record;
    this.#freeKey.run(sessionId, idempotencyKey);
    this.#insert.run(sendId, sessionId, idempotencyKey, ownId, jobId, status, settledMs, JSON.stringify(record));
  }

  #write(record: SendRecord): void {
    this.#update.run(record.status, isSettled(record.status) ? record.settledMs : null, JSON.stringify(record), record.sendId);
  }

  #one(row: Record<string, unknown> | undefined): NumberedSend | undefined {
    if (row === undefined) return undefined;
    const record = JSON.parse(String(row['record'])) as SendRecord;
    return { seq: Number(row['seq']), record: this.#late.get(record.sendId) ?? record };
  }
}
