import type { Fact, KeptEvent } from '@whatsapp-service/shared/ipc/facts.ts';

/** Facts that the supervisor has not yet committed, in order and numbered from 1; none is dropped before its ack. */
export class KeptEvents {
  readonly #windowSize: number;
  #waiting: KeptEvent[] = [];
  #lastSeq = 0;
  /** The number of the last event that went out on the present connection. */
  #sentSeq = 0;

  /** `windowSize` events at most are under way without an ack. */
  constructor(windowSize: number) {
    this.#windowSize = windowSize;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** How many events wait for their ack. */
  get size(): number {
    return this.#waiting.length;
  }

  add(fact: Fact, timeMs: number): void {
    this.#lastSeq += 1;
    this.#waiting.push({ seq: this.#lastSeq, timeMs, fact });
  }

  /** Forgets what is committed; a number from the future counts as the last one given. */
  acknowledge(seq: number): void {
    const kept = this.#waiting.findIndex((event) => event.seq > seq);
    this.#waiting = kept === -1 ? [] : this.#waiting.slice(kept);
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
