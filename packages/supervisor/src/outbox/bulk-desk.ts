import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { EventLog } from '../events/event-log.ts';
import { BulkNotFound, BulkOver, IdempotencyKeyReused, ServiceDraining, StorageUnavailable } from '../supervisor-errors.ts';
import { bulkHashOf, bulkViewOf, isEnded, newBulk } from './bulk-job.ts';
import type { BulkJob, BulkRequest, BulkStatus, BulkView } from './bulk-job.ts';
import type { BulkStore } from './bulk-store.ts';
import { cursorOf, seqOf } from './page-cursor.ts';
import type { SendLedger } from './send-ledger.ts';
import { isSettled } from './send-record.ts';
import type { SendRecord } from './send-record.ts';
import { cancelled } from './send-transitions.ts';
import type { SendTransport } from './send-transport.ts';

export interface BulkDeskOptions {
  readonly store: BulkStore;
  readonly ledger: SendLedger;
  readonly transport: SendTransport;
  readonly clock: Clock;
  readonly keyLifeMs: number;
  readonly events: Pick<EventLog, 'appendSoon'>;
  /** Has the session's lane look at what waits. */
  readonly run: (sessionId: string) => void;
  readonly storageFault: () => string | undefined;
  readonly isDraining: () => boolean;
}

/** Sends one message to many, as a job that can be watched, paused, resumed and cancelled. */
export class BulkDesk {
  readonly #options: BulkDeskOptions;
  /** Those that have not ended, with how many of their messages are open. */
  readonly #open = new Map<string, { job: BulkJob; left: number }>();

  constructor(options: BulkDeskOptions) {
    this.#options = options;
    const { store, ledger } = options;
    for (const job of store.all()) {
      if (job.endedMs !== null) continue;
      const left = ledger.openOf(job.sessionId).filter(({ jobId }) => jobId === job.jobId).length;
      this.#open.set(job.jobId, { job, left });
      if (left === 0) this.#end(job);
    }
    ledger.watch((record) => this.#note(record));
  }

  /** Does the rest of a cancellation in whose midst the service was killed; until then nothing of it goes out. */
  start(): void {
    for (const { job } of [...this.#open.values()]) if (job.status === 'cancelled') this.#callBack(job);
  }

  /** Whether a message does not go out because its job is paused or cancelled. */
  isHeld({ jobId }: SendRecord): boolean {
    const status = jobId === null ? undefined : this.#open.get(jobId)?.job.status;
    return status === 'paused' || status === 'cancelled';
  }

  /** Throws what its caller is to be answered with; the same key and body is the same job. */
  create(sessionId: string, request: BulkRequest): BulkView {
    const { store, ledger, transport, clock, keyLifeMs, run, isDraining } = this.#options;
    transport.assertKnown(sessionId);
    const known = store.findByKey(sessionId, request.idempotencyKey);
    if (known !== undefined && clock.now() - known.createdMs < keyLifeMs) {
      if (known.requestHash !== bulkHashOf(request)) throw new IdempotencyKeyReused(request.idempotencyKey, sessionId);
      return this.#view(known);
    }
    if (isDraining()) throw new ServiceDraining();
    if ((request.sendAtMs ?? 0) <= clock.now()) transport.assertMayWait(sessionId);
    this.#assertStorage();
    const { job, sends } = newBulk(sessionId, request, clock.now());
    const isKept = ledger.acceptAll(sends, () => store.insert(job));
    if (!isKept) throw new StorageUnavailable(this.#fault());
    this.#open.set(job.jobId, { job, left: sends.length });
    run(sessionId);
    return this.#view(job);
  }

  get(sessionId: string, jobId: string): BulkView {
    return this.#view(this.#known(sessionId, jobId));
  }

  /** A page of a session's jobs, newest first. */
  list(sessionId: string, { limit, cursor }: { limit: number; cursor?: string }): { jobs: BulkView[]; next_cursor: string | null } {
    const { store, transport } = this.#options;
    transport.assertKnown(sessionId);
    const rows = store.list(sessionId, cursor === undefined ? Number.MAX_SAFE_INTEGER : seqOf(cursor), limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = rows.length > limit && last !== undefined ? cursorOf(last.seq) : null;
    return { jobs: page.map(({ job }) => this.#view(this.#open.get(job.jobId)?.job ?? job)), next_cursor: nextCursor };
  }

  /** What is not on its way yet waits until it is resumed. */
  pause(sessionId: string, jobId: string): BulkView {
    return this.#turnTo(sessionId, jobId, 'paused');
  }

  resume(sessionId: string, jobId: string): BulkView {
    const view = this.#turnTo(sessionId, jobId, 'running');
    this.#options.run(sessionId);
    return view;
  }

  /** Calls back what has not gone out. */
  cancel(sessionId: string, jobId: string): BulkView {
    const job = this.#known(sessionId, jobId);
    if (job.status === 'cancelled') return this.#view(job);
    this.#turnTo(sessionId, jobId, 'cancelled');
    this.#callBack(job);
    return this.get(sessionId, jobId);
  }

  forget(sessionId: string): void {
    for (const [jobId, { job }] of this.#open) if (job.sessionId === sessionId) this.#open.delete(jobId);
    this.#options.store.removeSession(sessionId);
  }

  #turnTo(sessionId: string, jobId: string, status: BulkStatus): BulkView {
    const job = this.#known(sessionId, jobId);
    if (job.status === status) return this.#view(job);
    const open = this.#open.get(jobId);
    if (open === undefined || isEnded(job)) throw new BulkOver(jobId, job.status);
    this.#assertStorage();
    const turned = { ...job, status };
    // A service that is killed now must not leave it to the next one to send what its caller was told waits or is called back.
    if (!this.#options.store.replace(turned)) throw new StorageUnavailable(this.#fault());
    open.job = turned;
    return this.#view(open.job);
  }

  #callBack({ sessionId, jobId }: BulkJob): void {
    const { ledger, clock } = this.#options;
    for (const record of ledger.openOf(sessionId)) {
      if (record.jobId === jobId && record.status === 'queued') ledger.change(cancelled(record, clock.now()));
    }
  }

  #note(record: SendRecord): void {
    const open = record.jobId === null ? undefined : this.#open.get(record.jobId);
    if (open === undefined || !isSettled(record.status)) return;
    open.left -= 1;
    if (open.left === 0) this.#end(open.job);
  }

  #end(job: BulkJob): void {
    const { store, clock, events } = this.#options;
    const status = job.status === 'cancelled' ? 'cancelled' : 'completed';
    const ended: BulkJob = { ...job, status, endedMs: clock.now() };
    const { session_id: sessionId, ...data } = this.#view(ended);
    events.appendSoon({ type: 'message.bulk_ended', sessionId, identity: job.jobId, data });
    this.#open.delete(job.jobId);
    store.save(ended);
  }

  #known(sessionId: string, jobId: string): BulkJob {
    const { store, transport } = this.#options;
    transport.assertKnown(sessionId);
    const job = store.findById(sessionId, jobId);
    if (job === undefined) throw new BulkNotFound(jobId, sessionId);
    return this.#open.get(jobId)?.job ?? job;
  }

  #assertStorage(): void {
    const fault = this.#options.storageFault();
    if (fault !== undefined) throw new StorageUnavailable(fault);
  }

  #fault(): string {
    return this.#options.storageFault() ?? 'DATA_DIR refuses.';
  }

  #view(job: BulkJob): BulkView {
    return bulkViewOf(job, this.#options.store.counts(job.jobId));
  }
}
