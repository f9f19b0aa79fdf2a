import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Writes } from '../storage/writes.ts';
import type { WebhookRecord } from './webhook-record.ts';

/** The webhooks in the database. */
export class WebhookStore {
  readonly #writes: Writes;
  readonly #select: StatementSync;
  readonly #upsert: StatementSync;
  readonly #removals: readonly StatementSync[];

  constructor(database: DatabaseSync, writes: Writes) {
    this.#writes = writes;
    this.#select = database.prepare('SELECT id, base_seq, record FROM webhooks ORDER BY id');
    this.#upsert = database.prepare(
      `INSERT INTO webhooks (id, base_seq, record) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET record = excluded.record, base_seq = max(base_seq, excluded.base_seq)`,
    );
    this.#removals = [
      database.prepare('DELETE FROM webhook_lanes WHERE webhook_id = ?'),
      database.prepare('DELETE FROM webhook_deliveries WHERE webhook_id = ?'),
      database.prepare('DELETE FROM webhook_dead_letters WHERE webhook_id = ?'),
      database.prepare('DELETE FROM webhooks WHERE id = ?'),
    ];
  }

  loadAll(): WebhookRecord[] {
    return this.#select.all().map((row) => {
      const stored = JSON.parse(String(row['record'])) as Omit<WebhookRecord, 'id' | 'baseSeq'>;
      return { ...stored, id: String(row['id']), baseSeq: Number(row['base_seq']) };
    });
  }

  save({ id, baseSeq, ...record }: WebhookRecord): void {
    this.#writes.write(() => {
      this.#upsert.run(id, baseSeq, JSON.stringify(record));
      return undefined;
    }, `webhook ${id}`);
  }

  /** The webhook and all that is kept of its deliveries. */
  remove(id: string): void {
    this.#writes.write(() => {
      for (const removal of this.#removals) removal.run(id);
      return undefined;
    }, `webhook ${id}`);
  }
}
