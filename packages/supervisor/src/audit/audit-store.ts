import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { inTransaction } from '../storage/database.ts';
import { prepareAll } from '../storage/prepare-all.ts';
import type { AuditEntry, AuditQuery, NumberedAuditEntry } from './audit-entry.ts';

const sql = {
  insert: `INSERT INTO audit (time_ms, key_id, key_name, via, method, route, session_id, target, status, request_id, address)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  // Each by itself: SQLite looks both up in the index only where they are not asked for in one SELECT.
  bounds: 'SELECT (SELECT MIN(seq) FROM audit) AS first, (SELECT MAX(seq) FROM audit) AS last',
  expired: 'SELECT MAX(seq) AS seq FROM (SELECT seq, time_ms FROM audit ORDER BY seq LIMIT ?) WHERE time_ms < ?',
  remove: 'DELETE FROM audit WHERE seq <= ?',
};

/** The audit log in the database. Its caller sees to what happens while the disk refuses. */
export class AuditStore {
  readonly #database: DatabaseSync;
  readonly #statements: Readonly<Record<keyof typeof sql, StatementSync>>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = prepareAll(database, sql);
  }

  /** All of them, or, where the disk refuses, none. */
  addAll(entries: readonly AuditEntry[]): void {
    inTransaction(this.#database, () => {
      for (const entry of entries) this.#add(entry);
    });
  }

  #add(entry: AuditEntry): void {
    const { timeMs, keyId, keyName, via, method, route, sessionId, target, status, requestId, address } = entry;
    this.#statements.insert.run(timeMs, keyId, keyName, via, method, route, sessionId, target, status, requestId, address);
  }

  /** The newest first. */
  list({ sessionId, keyId, fromMs, toMs, before, limit }: AuditQuery): NumberedAuditEntry[] {
    const given = { 'session_id = ?': sessionId, 'key_id = ?': keyId, 'time_ms >= ?': fromMs, 'time_ms < ?': toMs, 'seq < ?': before };
    const conditions = Object.entries(given).flatMap(([condition, value]) => (value === undefined ? [] : [{ condition, value }]));
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(({ condition }) => condition).join(' AND ')}`;
    const rows = this.#database
      .prepare(`SELECT * FROM audit ${where} ORDER BY seq DESC LIMIT ?`)
      .all(...conditions.map(({ value }) => value), limit);
    return rows.map(entryOf);
  }

  /** The last of the oldest `most` entries that is beyond the age or the number; undefined where all may stay. */
  removableUpTo(most: number, beforeMs: number, maxEntries: number): number | undefined {
    const { first, last } = this.#statements.bounds.get() ?? {};
    if (typeof first !== 'number' || typeof last !== 'number') return undefined;
    const aged = this.#statements.expired.get(most, beforeMs)?.['seq'];
    const tooMany = Math.min(last - maxEntries, first + most - 1);
    const upTo = Math.max(typeof aged === 'number' ? aged : -1, tooMany);
    return upTo < first ? undefined : upTo;
  }

  /** Returns how many there were. */
  removeUpTo(seq: number): number {
    return Number(this.#statements.remove.run(seq).changes);
  }
}

function entryOf(row: Record<string, unknown>): NumberedAuditEntry {
  return {
    seq: Number(row['seq']),
    timeMs: Number(row['time_ms']),
    keyId: textOrNull(row['key_id']),
    keyName: textOrNull(row['key_name']),
    via: row['via'] === 'page' ? 'page' : 'key',
    method: String(row['method']),
    route: String(row['route']),
    sessionId: textOrNull(row['session_id']),
    target: textOrNull(row['target']),
    status: typeof row['status'] === 'number' ? row['status'] : null,
    requestId: String(row['request_id']),
    address: String(row['address']),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
