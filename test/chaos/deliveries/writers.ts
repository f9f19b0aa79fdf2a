import { setTimeout as delay } from 'node:timers/promises';
import type { Phone } from '@whatsapp-service/simulator/phone/phone.ts';

/** An account of the service that people write to. */
export interface Addressee {
  readonly sessionId: string;
  readonly number: string;
}

const everyMs = 60;

/** People who write to accounts, one message after the other, whatever happens meanwhile. */
export class Writers {
  /** What was written, by session and chat, in its order. */
  readonly written = new Map<string, string[]>();
  readonly #people: readonly Phone[];
  readonly #addressees: readonly Addressee[];
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #count = 0;

  constructor(people: readonly Phone[], addressees: readonly Addressee[]) {
    this.#people = people;
    this.#addressees = addressees;
    this.#running = this.#write();
  }

  get count(): number {
    return this.#count;
  }

  /** Resolves once so many more are written. */
  async more(count: number): Promise<void> {
    const goal = this.#count + count;
    while (this.#count < goal && !this.#stop.signal.aborted) await delay(everyMs);
  }

  /** Writes what is left of a number of messages without a pause, and ends. */
  async finish(count: number): Promise<void> {
    await this.stop();
    while (this.#count < count) this.#one();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #write(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#one();
      await delay(everyMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  #one(): void {
    const person = this.#people[this.#count % this.#people.length];
    const addressee = this.#addressees[Math.floor(this.#count / this.#people.length) % this.#addressees.length];
    this.#count += 1;
    if (person === undefined || addressee === undefined) throw new Error('There is nobody to write, or to write to.');
    const key = chatKey(addressee.sessionId, `${person.number}@c.us`);
    const texts = this.written.get(key) ?? [];
    const text = `${key} ${texts.length + 1}`;
    this.written.set(key, [...texts, text]);
    person.send(addressee.number, text);
  }
}

/** One chat of one session. */
export function chatKey(sessionId: string, chatId: string): string {
  return `${sessionId} ${chatId}`;
}
