import { isAccountFact } from '@whatsapp-service/shared/ipc/facts.ts';
import type { Fact, KeptEvent } from '@whatsapp-service/shared/ipc/facts.ts';

/**
 * Facts that the supervisor has not yet committed, in order and numbered from 1; none is dropped before its ack. Where the supervisor
 * commits nothing for so long that the limit is reached, further messages are not taken; how many were lost, and since when, is a fact
 * of its own, told as soon as there is room.
 */
export class KeptEvents {
  readonly #windowSize: number;
  readonly #limit: number;
  readonly #waiting: KeptEvent[] = [];
  #lastSeq = 0;
  /** The number of the last event that went out on the present connection. */
  #sentSeq = 0;

  /** How many of those that wait are messages. */
  #messages = 0;
  #lost: { count: number; readonly sinceMs: number } | undefined;

  /** `windowSize` events at most are under way without an ack; messages are taken while fewer than `limit` of them wait. */
  constructor(windowSize: number, limit: number) {
    this.#windowSize = windowSize;
    this.#limit = limit;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** How many events wait for their ack. */
  get size(): number {
    return this.#waiting.length;
  }

  /** Whether it was taken: what is said of the session's own state always is. */
  add(fact: Fact, timeMs: number): boolean {
    if (this.#messages >= this.#limit && isAccountFact(fact)) {
      this.#lost ??= { count: 0, sinceMs: timeMs };
      this.#lost.count += 1;
      return false;
    }
    this.#push(fact, timeMs);
    return true;
  }

  #push(fact: Fact, timeMs: number): void {
    this.#lastSeq += 1;
    this.#waiting.push({ seq: this.#lastSeq, timeMs, fact });
    if (isAccountFact(fact)) this.#messages += 1;
  }

  /** Forgets what is committed; a number from the future counts as the last one given. */
  acknowledge(seq: number): void {
    const kept = this.#waiting.findIndex((event) => event.seq > seq);
    const committed = this.#waiting.splice(0, kept === -1 ? this.#waiting.length : kept);
    this.#messages -= committed.filter(({ fact }) => isAccountFact(fact)).length;
    if (this.#messages < this.#limit) this.#tellLoss();
  }

  #tellLoss(): void {
    const lost = this.#lost;
    this.#lost = undefined;
    if (lost !== undefined) this.#push({ type: 'facts_lost', ...lost }, lost.sinceMs);
  }

  /** Everything that waits, with what was lost: for a worker that ends. */
  rest(): readonly KeptEvent[] {
    this.#tellLoss();
    return this.#waiting;
  }

  /** A new connection: everything that is not acknowledged goes out again. */
  rewind(): void {
    this.#sentSeq = 0;
  }

  /** The events to send now, oldest first; they count as sent. */
  takeSendable(): KeptEvent[] {
    const sendable = this.#waiting.slice(0, this.#windowSize).filter((event) => event.seq > this.#sentSeq);
    this.#sentSeq = sendable.at(-1)?.seq ?? this.#sentSeq;
    return sendable;
  }
}
