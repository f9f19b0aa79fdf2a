import { entryIdOf, isChatEntry } from '@whatsapp-service/shared/ipc/facts.ts';
import type { AccountFact, ChatEntry, Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { SeenIds } from './seen-ids.ts';

export interface MessageFeedOptions {
  readonly clock: Clock;
  /** Whether the fact was taken: so many may wait already that it was not. */
  readonly state: (fact: Fact) => boolean;
}

type ScannedChats = Extract<Fact, { type: 'messages.caught_up' }>['chats'];
type MessageGap = Omit<Extract<Fact, { type: 'messages.gap' }>, 'type'>;

const seenCapacity = 10_000;
/** What comes meanwhile waits no longer than this for what came before it. */
const holdMs = 60_000;

/** What is held back, in the order in which it came. */
class HeldFacts {
  readonly facts = new Set<Fact>();
  readonly entries = new Map<string, Fact>();

  add(fact: Fact): void {
    this.facts.add(fact);
    if (isChatEntry(fact)) this.entries.set(entryIdOf(fact), fact);
  }
}

/**
 * States what happens to the account as facts, messages each once and in the order of their time: while earlier ones may be missing, what the page tells is held back
 * until those are stated, for a minute at most.
 */
export class MessageFeed {
  readonly #options: MessageFeedOptions;
  readonly #seen = new SeenIds(seenCapacity);
  #isBehind = true;
  #held: HeldFacts | undefined = new HeldFacts();
  #cancelHold: () => void = () => undefined;

  constructor(options: MessageFeedOptions) {
    this.#options = options;
  }

  /** Whether earlier messages may be missing. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** The page tells of something. */
  tell(fact: AccountFact): void {
    // A call rings now: nobody wants to hear of it later.
    if (this.#held === undefined || fact.type === 'call.received') this.#state(fact);
    else this.#held.add(fact);
  }

  /** From here on messages may be missed, or came that nobody heard of. */
  fallBehind(): void {
    this.#isBehind = true;
    this.#held ??= new HeldFacts();
    this.#cancelHold();
    this.#cancelHold = this.#options.clock.after(holdMs, () => {
      this.release();
    });
  }

  /** Whether the page has told of an entry of a chat, and it waits. */
  holds(entryId: string): boolean {
    return this.#held?.entries.has(entryId) === true;
  }

  /** States an entry that waits, before the others that do. */
  tellHeld(entryId: string): void {
    const fact = this.#held?.entries.get(entryId);
    if (fact === undefined) return;
    this.#held?.entries.delete(entryId);
    this.#held?.facts.delete(fact);
    this.#state(fact);
  }

  /** States an entry of a chat that was fetched afterwards. */
  backfill(entry: ChatEntry): void {
    this.#state({ ...entry, backfilled: true });
  }

  gap(gap: MessageGap): void {
    this.#options.state({ type: 'messages.gap', ...gap });
  }

  /** Nothing is missing any more: says so, and then what was held back. */
  caughtUp(chats: ScannedChats): void {
    if (!this.#options.state({ type: 'messages.caught_up', chats })) return;
    this.#isBehind = false;
    this.release();
  }

  /** States what was held back, whether all before it is stated or not. */
  release(): void {
    this.#cancelHold();
    const held = this.#held?.facts ?? [];
    this.#held = undefined;
    for (const fact of held) this.#state(fact);
  }

  /**
   * The session's process ends. What waits for what came before it is left where it is, in the chats: stated now it would stand before it
   * in the log, and the next process fetches both in their order.
   */
  leave(): void {
    this.#cancelHold();
    const held = this.#held;
    // What the page still tells until it is closed joins it.
    this.#held = this.#isBehind ? new HeldFacts() : undefined;
    for (const fact of held?.facts ?? []) {
      const isLeft = fact.type === 'message.ack' ? held?.entries.has(fact.message_id) : isChatEntry(fact);
      if (isLeft !== true) this.#state(fact);
    }
  }

  #state(fact: Fact): void {
    if (!isChatEntry(fact)) {
      this.#options.state(fact);
      return;
    }
    const id = entryIdOf(fact);
    if (this.#seen.has(id)) return;
    if (this.#options.state(this.#isBehind ? { ...fact, behind: true } : fact)) this.#seen.add(id);
    // The backfill brings it, once there is room.
    else this.#isBehind = true;
  }
}
