import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { MessageAck } from '../whatsapp/whatsapp-port.ts';
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
  readonly messages = new Map<string, Fact>();

  add(fact: Fact): void {
    this.facts.add(fact);
    if (fact.type === 'message.received' || fact.type === 'message.sent') this.messages.set(fact.message.message_id, fact);
  }
}

/**
 * States messages as facts, each once and in the order of their time: while earlier ones may be missing, what the page tells is held back
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

  /** The page tells of a message. */
  message(message: MessageData): void {
    this.#tell({ type: message.from_me ? 'message.sent' : 'message.received', message });
  }

  ack({ messageId, chatId, ack }: MessageAck): void {
    this.#tell({ type: 'message.ack', message_id: messageId, chat_id: chatId, ack });
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

  /** Whether the page has told of the message, and it waits. */
  holds(messageId: string): boolean {
    return this.#held?.messages.has(messageId) === true;
  }

  /** States a message that waits, before the others that do. */
  tell(messageId: string): void {
    const fact = this.#held?.messages.get(messageId);
    if (fact === undefined) return;
    this.#held?.messages.delete(messageId);
    this.#held?.facts.delete(fact);
    this.#state(fact);
  }

  /** States a message that was fetched afterwards. */
  backfill(message: MessageData): void {
    this.#state({ type: message.from_me ? 'message.sent' : 'message.received', message, backfilled: true });
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
      const isLeft = fact.type === 'message.ack' ? held?.messages.has(fact.message_id) : 'message' in fact;
      if (isLeft !== true) this.#state(fact);
    }
  }

  #tell(fact: Fact): void {
    if (this.#held === undefined) this.#state(fact);
    else this.#held.add(fact);
  }

  #state(fact: Fact): void {
    if (fact.type !== 'message.received' && fact.type !== 'message.sent') {
      this.#options.state(fact);
      return;
    }
    const { message_id: id } = fact.message;
    if (this.#seen.has(id)) return;
    if (this.#options.state(this.#isBehind ? { ...fact, behind: true } : fact)) this.#seen.add(id);
    // The backfill brings it, once there is room.
    else this.#isBehind = true;
  }
}
