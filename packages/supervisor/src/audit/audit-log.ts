import type { AuditEntryView, AuditPage } from '@whatsapp-service/shared/api/audit-view.ts';
import type { Logger } from 'pino';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { cursorOf } from '../outbox/page-cursor.ts';
import type { WriteGate } from '../storage/write-gate.ts';
import type { AuditEntry, AuditQuery, NumberedAuditEntry } from './audit-entry.ts';
import type { AuditStore } from './audit-store.ts';

export interface AuditLogOptions {
  readonly store: Pick<AuditStore, 'addAll' | 'list'>;
  readonly writes: Pick<WriteGate, 'write' | 'refusal'>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'error'>;
}

/** So long an entry may be in memory alone: each commit is a flush of the disk, for which all of the process waits. */
const commitEveryMs = 250;
/** So many wait while the disk refuses, some 5 MB; of more the oldest go, for what happens now is what one will look for. */
const mostWaiting = 10_000;

/** Who changed what, and when: calls are noted at once, and reach the disk together, a moment later. */
export class AuditLog {
  readonly #options: AuditLogOptions;
  #waiting: AuditEntry[] = [];
  #lost = 0;
  #cancel: (() => void) | undefined;

  constructor(options: AuditLogOptions) {
    this.#options = options;
  }

  /** Never throws, and never waits for the disk. */
  append(entry: AuditEntry): void {
    this.#waiting.push(entry);
    // Cut in halves: one shift a call would move all of it each time.
    if (this.#waiting.length >= mostWaiting * 2) this.#drop(mostWaiting);
    this.#cancel ??= this.#options.clock.after(commitEveryMs, () => this.#commitOrWait());
  }

  /** A page, the newest first, with what was done up to now. */
  read(query: AuditQuery): AuditPage {
    this.#commit();
    const found = this.#options.store.list({ ...query, limit: query.limit + 1 });
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    return {
      entries: page.map(viewOf),
      next_cursor: found.length > page.length && last !== undefined ? cursorOf(last.seq) : null,
      waiting: this.#waiting.length,
      lost: this.#lost,
    };
  }

  /** Hands everything over: what the disk refuses then, its gate tries a last time. */
  close(): void {
    this.#cancel?.();
    // A request that is cut off later finds no database.
    this.#cancel = () => undefined;
    this.#write();
  }

  #commitOrWait(): void {
    this.#cancel = undefined;
    this.#commit();
    if (this.#waiting.length > 0) this.#cancel = this.#options.clock.after(commitEveryMs, () => this.#commitOrWait());
  }

  /** While the disk refuses they wait here, where their number is bounded. */
  #commit(): void {
    if (this.#options.writes.refusal === undefined) this.#write();
  }

  #write(): void {
    const entries = this.#waiting;
    if (entries.length === 0) return;
    this.#waiting = [];
    const { store, writes } = this.#options;
    writes.write(() => {
      store.addAll(entries);
      return undefined;
    });
  }

  #drop(count: number): void {
    if (this.#lost === 0) this.#options.logger.error('The audit log loses its oldest entries: the disk of DATA_DIR refuses for too long');
    this.#waiting = this.#waiting.slice(count);
    this.#lost += count;
  }
}

function viewOf({ seq, timeMs, keyId, keyName, via, method, route, sessionId, target, ...rest }: NumberedAuditEntry): AuditEntryView {
  const { status, requestId, address } = rest;
  const who = { key_id: keyId, key_name: keyName, via, address };
  return { seq, time: isoTime(timeMs), ...who, method, route, session_id: sessionId, target, status, request_id: requestId };
}
