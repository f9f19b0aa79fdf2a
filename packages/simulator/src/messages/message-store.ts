import { isGroupId } from '../groups/group-record.ts';
import { concerns, isNotification, type MessageRecord } from './message-record.ts';

/** All messages, in the order in which the server got them. */
export class MessageStore {
  readonly #byId = new Map<string, MessageRecord>();
  readonly #byPair = new Map<string, MessageRecord[]>();
  readonly #peers = new Map<string, Set<string>>();

  constructor(messages: MessageRecord[] = []) {
    for (const message of messages) this.add(message);
  }

  add(message: MessageRecord): void {
    this.#byId.set(message.id, message);
    const key = this.#pairKey(message.from, message.to);
    const conversation = this.#byPair.get(key);
    if (conversation) conversation.push(message);
    else this.#byPair.set(key, [message]);
    if (message.receipts) return Object.keys(message.receipts).forEach((number) => this.#meet(number, message.to));
    this.#meet(message.from, message.to);
    this.#meet(message.to, message.from);
  }

  all(): MessageRecord[] {
    return [...this.#byId.values()];
  }

  get(id: string): MessageRecord | undefined {
    return this.#byId.get(id);
  }

  /** The numbers and groups that this one has a chat with. */
  peersOf(number: string): string[] {
    return [...(this.#peers.get(number) ?? [])];
  }

  /** What `number` still has of its messages with `peer`, oldest first. */
  conversation(number: string, peer: string): readonly MessageRecord[] {
    const all = this.#byPair.get(this.#pairKey(number, peer)) ?? [];
    const isWhole = !isGroupId(peer) && !all.some(({ hiddenFrom }) => hiddenFrom);
    return isWhole ? all : all.filter((message) => concerns(message, number) && message.hiddenFrom?.includes(number) !== true);
  }

  /** What `number` has not read of what `peer` wrote, or others in that group. */
  unread(number: string, peer: string): MessageRecord[] {
    return this.conversation(number, peer).filter((message) => {
      const { from, to, ack, receipts } = message;
      if (receipts) return from !== number && !isNotification(message) && (receipts[number] ?? 3) < 3;
      return from === peer && to === number && ack < 3;
    });
  }

  #pairKey(a: string, b: string): string {
    if (isGroupId(a) || isGroupId(b)) return isGroupId(a) ? a : b;
    return a < b ? `${a} ${b}` : `${b} ${a}`;
  }

  #meet(number: string, peer: string): void {
    const known = this.#peers.get(number) ?? new Set();
    this.#peers.set(number, known.add(peer));
  }
}
