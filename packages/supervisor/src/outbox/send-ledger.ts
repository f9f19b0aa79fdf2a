import type { OutgoingContent } from '@whatsapp-service/shared/ipc/outgoing-content.ts';
import type { EventLog } from '../events/event-log.ts';
import { isSettled } from './send-record.ts';
import type { SendRecord } from './send-record.ts';
import type { NumberedSend, SendQuery, SendStore } from './send-store.ts';
import { sendViewOf } from './send-view.ts';

/** How many sends of a session have not ended. */
export interface OpenSends {
  readonly sessionId: string;
  /** For their session, their time or their turn. */
  readonly waiting: number;
  readonly inProgress: number;
}

export interface SendLedgerOptions {
  readonly store: SendStore;
  /** What is told of a send shares the commit of its record: each alone, a job of a thousand that is called back would hold the loop for seconds. */
  readonly events: Pick<EventLog, 'appendSoon'>;
  /** Told once a send has ended: what its content refers to is no longer needed. */
  readonly onSettled: (sessionId: string, content: OutgoingContent) => void;
}

/** Every send that has not ended, and the way to the others: the only writer of their records. */
export class SendLedger {
  readonly #options: SendLedgerOptions;
  /** The open ones of each session, in the order of their acceptance. */
  readonly #open = new Map<string, Map<string, SendRecord>>();
  /** By the id of their messages. */
  readonly #byOwnId = new Map<string, SendRecord>();
  readonly #watchers = new Set<(record: SendRecord) => void>();
  readonly #outcomes = new Map<string, number>();

  constructor(options: SendLedgerOptions) {
    this.#options = options;
    for (const record of options.store.allOpen()) this.#hold(record);
  }

  /** How many sends have ended in each way since the start of the service. */
  get outcomes(): ReadonlyMap<string, number> {
    return this.#outcomes;
  }

  /** The sessions that have open sends. */
  sessions(): string[] {
    return [...this.#open.keys()];
  }

  /** How many sends of each session have not ended; sessions without any are left out. */
  openCounts(): OpenSends[] {
    return [...this.#open].map(([sessionId, sends]) => {
      let waiting = 0;
      for (const { status } of sends.values()) if (status === 'queued') waiting += 1;
      return { sessionId, waiting, inProgress: sends.size - waiting };
    });
  }

  openOf(sessionId: string): SendRecord[] {
    return [...(this.#open.get(sessionId)?.values() ?? [])];
  }

  /** Whether a send that has not ended has this file. */
  needsFile(sessionId: string, file: string): boolean {
    return this.openOf(sessionId).some(({ content }) => content !== null && 'file' in content && content.file === file);
  }

  /** The open send whose message has this id. */
  openByMessage(sessionId: string, messageId: string): SendRecord | undefined {
    const [, , ownId = ''] = messageId.split('_');
    const record = this.#byOwnId.get(ownId);
    return record?.sessionId === sessionId ? record : undefined;
  }

  find(sessionId: string, sendId: string): SendRecord | undefined {
    return this.#open.get(sessionId)?.get(sendId) ?? this.#options.store.findById(sessionId, sendId)?.record;
  }

  findByKey(sessionId: string, idempotencyKey: string): SendRecord | undefined {
    const stored = this.#options.store.findByKey(sessionId, idempotencyKey);
    return stored === undefined ? undefined : (this.#open.get(sessionId)?.get(stored.sendId) ?? stored);
  }

  list(sessionId: string, query: SendQuery): NumberedSend[] {
    return this.#options.store.list(sessionId, query);
  }

  /** Keeps a new send; false where the disk refuses it, and then nothing is kept. */
  accept(record: SendRecord): boolean {
    if (!this.#options.store.add(record)) return false;
    this.#hold(record);
    return true;
  }

  /** Keeps many new sends and what `also` writes, all of it or nothing; false where the disk refuses. */
  acceptAll(records: readonly SendRecord[], also: () => void): boolean {
    if (!this.#options.store.addAll(records, also)) return false;
    for (const record of records) this.#hold(record);
    return true;
  }

  /** Keeps a further attempt before it begins; false where the disk refuses it. */
  beginAgain(record: SendRecord): boolean {
    if (!this.#options.store.replace(record)) return false;
    this.#hold(record);
    return true;
  }

  /** Notes what became of a send. */
  change(record: SendRecord): void {
    const before = this.#open.get(record.sessionId)?.get(record.sendId);
    if (before === undefined) return;
    if (isSettled(record.status)) this.#end(before, record);
    else this.#hold(record);
    this.#options.store.save(record);
    for (const watcher of [...this.#watchers]) watcher(record);
  }

  /** The same, on the disk before anybody hears of it; false where the disk refuses, and then nothing has changed. */
  changeForSure(record: SendRecord): boolean {
    if (!this.#options.store.replace(record)) return false;
    this.change(record);
    return true;
  }

  /** Calls back after each change, until the returned function is called. */
  watch(watcher: (record: SendRecord) => void): () => void {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  }

  /** Forgets a session and all that was sent for it. */
  forget(sessionId: string): void {
    for (const record of this.openOf(sessionId)) {
      this.#release(record);
      if (record.content !== null) this.#options.onSettled(sessionId, record.content);
    }
    this.#options.store.removeSession(sessionId);
  }

  #hold(record: SendRecord): void {
    const ofSession = this.#open.get(record.sessionId) ?? new Map<string, SendRecord>();
    this.#open.set(record.sessionId, ofSession.set(record.sendId, record));
    this.#byOwnId.set(record.ownId, record);
  }

  #release({ sessionId, sendId, ownId }: SendRecord): void {
    const ofSession = this.#open.get(sessionId);
    ofSession?.delete(sendId);
    if (ofSession?.size === 0) this.#open.delete(sessionId);
    this.#byOwnId.delete(ownId);
  }

  #end(before: SendRecord, record: SendRecord): void {
    this.#release(record);
    this.#outcomes.set(record.status, (this.#outcomes.get(record.status) ?? 0) + 1);
    // First the event, then the record: what ends between the two is settled again, and the event is the same one.
    if (record.isTold || (before.status === 'pending' && record.status !== 'sent')) this.#tell(record);
    if (before.content !== null) this.#options.onSettled(before.sessionId, before.content);
  }

  #tell(record: SendRecord): void {
    const { session_id: sessionId, ...data } = sendViewOf(record);
    const identity = `${record.sendId} ${record.attempts} ${record.status}`;
    this.#options.events.appendSoon({ type: 'message.send_settled', sessionId, identity, data });
  }
}
