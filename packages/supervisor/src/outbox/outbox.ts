import { RemoteError } from '@whatsapp-service/shared/ipc/ipc-errors.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import {
  IdempotencyKeyReused,
  SendHandedOver,
  SendNotCancellable,
  SendNotFound,
  SendPaced,
  SendUnsettled,
  ServiceDraining,
  StorageUnavailable,
} from '../supervisor-errors.ts';
import type { Delivery } from './delivery.ts';
import type { Lanes } from './lanes.ts';
import type { Pace } from './pace.ts';
import type { SendLedger } from './send-ledger.ts';
import { cursorOf, seqOf } from './page-cursor.ts';
import { newSend, requestHashOf } from './send-record.ts';
import type { SendRecord, SendRequest, SendStatus } from './send-record.ts';
import type { SendTransport } from './send-transport.ts';
import { cancelled, queued, triedAgain } from './send-transitions.ts';
import { sendViewOf } from './send-view.ts';
import type { SendView } from './send-view.ts';

export interface OutboxOptions {
  readonly ledger: SendLedger;
  readonly delivery: Delivery;
  readonly lanes: Lanes;
  readonly pace: Pick<Pace, 'waitMs'>;
  readonly transport: SendTransport;
  readonly clock: Clock;
  /** How long a key means the same request. */
  readonly keyLifeMs: number;
  /** How long a send that may wait does so, where its request does not say. */
  readonly queueExpiryMs: number;
  /** What the disk says while it refuses. */
  readonly storageFault: () => string | undefined;
  /** Whether the service is about to end. */
  readonly isDraining: () => boolean;
}

/** A message that WhatsApp Web has: `pending` until a server of WhatsApp has it. */
export interface SentView {
  readonly message_id: string;
  readonly status: 'pending' | 'sent';
  readonly timestamp: string;
  readonly send_id: string;
}

/** What a caller is answered: the message that WhatsApp Web has, or the send that waits. */
export type SendAnswer = { readonly taken: SentView } | { readonly waiting: SendView };

export interface SendListQuery {
  readonly status?: SendStatus;
  readonly idempotencyKey?: string;
  readonly jobId?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** The worker's own deadline is 25 s; the rest is for looking up what became of a send whose worker ended. */
const answerWithinMs = 40_000;
/** A file takes longer: 150 s in the worker. */
const mediaAnswerWithinMs = 170_000;

/** Takes messages to be sent, each idempotency key once, and knows what became of them. */
export class Outbox {
  readonly #options: OutboxOptions;
  /** Each looks again whether its caller should wait on. */
  readonly #waiting = new Set<() => void>();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Sends a message and resolves once WhatsApp Web has it, or it waits; throws what its caller is to be answered with. */
  async send(sessionId: string, request: SendRequest): Promise<SendAnswer> {
    const known = this.#repeated(sessionId, request);
    return known === undefined ? this.#begin(this.#keep(sessionId, request)) : this.#answer(known);
  }

  /** Calls a send back that waits; one that was called back before stays so. Throws SessionNotFound, SendNotFound, SendNotCancellable or StorageUnavailable. */
  cancel(sessionId: string, sendId: string): SendView {
    const { ledger, clock } = this.#options;
    const record = this.#known(sessionId, sendId);
    if (record.status === 'cancelled') return sendViewOf(record);
    if (record.status !== 'queued') throw new SendNotCancellable(sendId, record.status);
    this.#assertStorage();
    // A service that is killed now must not leave it to the next one to send what its caller was told is called back.
    if (!ledger.changeForSure(cancelled(record, clock.now()))) throw new StorageUnavailable(this.#fault());
    return sendViewOf(this.#known(sessionId, sendId));
  }

  /** Throws SessionNotFound or SendNotFound. */
  get(sessionId: string, sendId: string): SendView {
    return sendViewOf(this.#known(sessionId, sendId));
  }

  /** A page of a session's sends, newest first; throws SessionNotFound or CursorInvalid. */
  list(sessionId: string, { cursor, limit, ...filters }: SendListQuery): { sends: SendView[]; next_cursor: string | null } {
    this.#options.transport.assertKnown(sessionId);
    const before = cursor === undefined ? {} : { before: seqOf(cursor) };
    const rows = this.#options.ledger.list(sessionId, { ...filters, ...before, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = rows.length > limit && last !== undefined ? cursorOf(last.seq) : null;
    return { sends: page.map(({ record }) => sendViewOf(record)), next_cursor: nextCursor };
  }

  /** The service is about to end: whoever waits for what has to be looked up is answered, the next service looks it up. */
  leave(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** The send that the request repeats, unless it is one that is tried again. */
  #repeated(sessionId: string, request: SendRequest): SendRecord | undefined {
    this.#options.transport.assertKnown(sessionId);
    const known = this.#byKey(sessionId, request.idempotencyKey);
    if (known === undefined) return undefined;
    if (requestHashOf(request) !== known.requestHash) throw new IdempotencyKeyReused(request.idempotencyKey, sessionId);
    return isOver(known) ? undefined : known;
  }

  /** Keeps a new send, or a new attempt at the one with this key; throws why it cannot go out or wait. */
  #keep(sessionId: string, request: SendRequest): SendRecord {
    const { ledger, clock, queueExpiryMs } = this.#options;
    const fresh = newSend(sessionId, { expiresInMs: queueExpiryMs, ...request }, clock.now());
    const known = this.#byKey(sessionId, request.idempotencyKey);
    const record = known === undefined ? fresh : triedAgain(known, fresh);
    const kept = this.#goesNow(record) ? record : queued(record);
    this.#assertStorage();
    const isKept = known === undefined ? ledger.accept(kept) : ledger.beginAgain(kept);
    if (!isKept) throw new StorageUnavailable(this.#fault());
    return kept;
  }

  /** What the key stands for, as long as it lives. */
  #byKey(sessionId: string, idempotencyKey: string): SendRecord | undefined {
    const { ledger, clock, keyLifeMs } = this.#options;
    const known = ledger.findByKey(sessionId, idempotencyKey);
    return known === undefined || clock.now() - known.createdMs >= keyLifeMs ? undefined : known;
  }

  async #begin(record: SendRecord): Promise<SendAnswer> {
    const { delivery, lanes } = this.#options;
    if (record.status === 'sending') {
      void delivery.attempt(record);
      return this.#answer(record);
    }
    void lanes.run(record.sessionId);
    return { waiting: sendViewOf(record) };
  }

  /** Whether a send goes out at once; throws why it cannot, where it may not wait. */
  #goesNow({ sessionId, mayWait, notBeforeMs }: SendRecord): boolean {
    const { transport, lanes, pace, clock, isDraining } = this.#options;
    const waitMs = pace.waitMs(sessionId);
    if (!mayWait) {
      if (isDraining()) throw new ServiceDraining();
      transport.assertSendable(sessionId);
      if (waitMs > 0) throw paced(sessionId, waitMs);
      return true;
    }
    if ((notBeforeMs ?? 0) > clock.now()) return false;
    transport.assertMayWait(sessionId);
    return waitMs === 0 && transport.isConnected(sessionId) && !isDraining() && !lanes.hasTurns(sessionId);
  }

  /** What the caller hears, once it is known. */
  async #answer({ sessionId, sendId, content }: SendRecord): Promise<SendAnswer> {
    const withinMs = content !== null && 'file' in content ? mediaAnswerWithinMs : answerWithinMs;
    const record = await this.#decided(sessionId, sendId, withinMs);
    const { messageId, timestamp, failure, status, mayWait } = record;
    if (failure !== null) throw new RemoteError(failure.code, failure.detail, failure.statusCode);
    if (messageId !== null && timestamp !== null) {
      return { taken: { message_id: messageId, status: status === 'sent' ? 'sent' : 'pending', timestamp, send_id: sendId } };
    }
    if (mayWait) return { waiting: sendViewOf(record) };
    throw this.#undecided(record);
  }

  /** The record once its outcome is known, or as it is when nothing more is to be waited for. */
  async #decided(sessionId: string, sendId: string, withinMs: number): Promise<SendRecord> {
    const { ledger, clock } = this.#options;
    const find = (): SendRecord => this.#known(sessionId, sendId);
    if (!this.#isOpen(find())) return find();
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        unwatch();
        cancel();
        this.#waiting.delete(look);
        Promise.resolve().then(find).then(resolve, reject);
      };
      const look = (): void => {
        const record = ledger.find(sessionId, sendId);
        if (record === undefined || !this.#isOpen(record)) finish();
      };
      const cancel = clock.after(withinMs, finish);
      const unwatch = ledger.watch((record) => {
        if (record.sendId === sendId && !this.#isOpen(record)) finish();
      });
      this.#waiting.add(look);
    });
  }

  /** Whether waiting may still bring an answer. */
  #isOpen({ status, isTold, mayWait }: SendRecord): boolean {
    return status === 'sending' && !(isTold && (mayWait || this.#options.isDraining()));
  }

  #undecided({ sessionId, sendId, idempotencyKey }: SendRecord): Error {
    if (this.#options.isDraining()) return new SendHandedOver(sessionId, idempotencyKey);
    return new SendUnsettled(sessionId, sendId, idempotencyKey);
  }

  #known(sessionId: string, sendId: string): SendRecord {
    this.#options.transport.assertKnown(sessionId);
    const record = this.#options.ledger.find(sessionId, sendId);
    if (record === undefined) throw new SendNotFound(sendId, sessionId);
    return record;
  }

  #assertStorage(): void {
    const fault = this.#options.storageFault();
    if (fault !== undefined) throw new StorageUnavailable(fault);
  }

  #fault(): string {
    return this.#options.storageFault() ?? 'DATA_DIR refuses.';
  }
}

/** Whether a repeat of the request is another attempt: nothing was sent, and the message is not to blame. */
function isOver({ status, failure }: SendRecord): boolean {
  return status === 'failed' && failure?.retryable === true;
}

function paced(sessionId: string, waitMs: number): Error {
  const seconds = Math.ceil(waitMs / 1_000);
  return Object.assign(new SendPaced(sessionId, seconds), { retryAfterSeconds: seconds });
}
