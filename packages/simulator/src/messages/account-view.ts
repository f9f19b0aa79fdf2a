import type { Account, Device } from '../accounts/account.ts';
import type { Me, WireChat, WireContact, WireGroup, WireMessage } from '../protocol/server-frames.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { GroupStore } from '../groups/group-store.ts';
import { groupAsSeenBy, memberWid } from '../groups/group-view.ts';
import type { ChatBook } from './chat-book.ts';
import { chatOf, type MessageRecord } from './message-record.ts';
import type { MessageStore } from './message-store.ts';

const messagesPerChat = 20;
const messagesPerPage = 50;
// What a page gives a received message; how far it got is the sender's business.
const receivedAck = 1;

type Snapshot = { contacts: WireContact[]; chats: WireChat[] };

/** What one account sees of people and messages. */
export class AccountView {
  readonly #accounts: AccountStore;
  readonly #groups: GroupStore;
  readonly #messages: MessageStore;
  readonly #chats: ChatBook;

  constructor(accounts: AccountStore, groups: GroupStore, messages: MessageStore, chats: ChatBook) {
    this.#chats = chats;
    this.#accounts = accounts;
    this.#groups = groups;
    this.#messages = messages;
  }

  me({ number, lid, name, platform }: Account): Me {
    return { number, lid, pushname: name, platform };
  }

  /** A person, or a group, whose subject is its name. */
  contact(account: Account, number: string): WireContact {
    const group = this.#groups.find(number);
    if (group) return { number, lid: '', pushname: null, name: group.subject.text, exists: true };
    const person = this.#accounts.find(number);
    const entry = account.contacts.find((contact) => contact.number === number);
    const isBusiness = person?.platform.startsWith('smb') === true;
    const [pushname, name] = [person?.name ?? null, entry?.name ?? null];
    return { number, lid: person?.lid ?? '', pushname, name, exists: person !== undefined, isBusiness };
  }

  /** The group with this id, as a number sees it; null for what is no group. */
  group(number: string, id: string): WireGroup | null {
    const group = this.#groups.find(id);
    return group ? groupAsSeenBy(this.#accounts, group, number) : null;
  }

  /** By which WhatsApp id a chat names somebody. */
  widIn(chat: string, number: string): string {
    return memberWid(this.#accounts, this.#groups.find(chat) ?? { addressing: 'pn' }, number);
  }

  message(number: string, record: MessageRecord, knownAck?: number): WireMessage {
    const fromMe = record.from === number;
    const { id, body, t, attributes } = record;
    const ack = fromMe ? (knownAck ?? record.ack) : receivedAck;
    const notifyName = this.#accounts.find(record.from)?.name ?? '';
    const chat = chatOf(record, number);
    const author = record.receipts ? this.widIn(chat, record.from) : null;
    return { id, chat, fromMe, author, body, t, ack, notifyName, attributes: { ...attributes, ...amendedAttributes(number, record) } };
  }

  /** What a device knows as soon as it is connected: all but what still waits for it. */
  snapshot(account: Account, device: Device): Snapshot {
    const waiting = this.#waiting(device);
    const knownAcks = this.#knownAcks(device);
    const chats = this.#messages.peersOf(account.number).map((peer) => {
      const seen = this.#messages.conversation(account.number, peer).filter(({ id }) => !waiting.has(id));
      const messages = seen.slice(-messagesPerChat).map((record) => this.message(account.number, record, knownAcks.get(record.id)));
      const unreadCount = this.unreadCount(account.number, peer, waiting);
      const group = this.group(account.number, peer);
      const settings = this.#chats.of(account.number, peer);
      return { contact: this.contact(account, peer), group, unreadCount, t: seen.at(-1)?.t ?? 0, messages, settings };
    });
    const contacts = [account.number, ...account.contacts.map(({ number }) => number)].map((number) => this.contact(account, number));
    return { contacts, chats: chats.filter(({ messages, settings }) => messages.length > 0 || settings.emptied) };
  }

  unreadCount(number: string, peer: string, waiting: ReadonlySet<string>): number {
    return this.#messages.unread(number, peer).filter(({ id }) => !waiting.has(id)).length;
  }

  /** A page of history before a message, oldest first. */
  earlier(device: Device, peer: string, before: string | null): WireMessage[] {
    const waiting = this.#waiting(device);
    const all = this.#messages.conversation(device.number, peer).filter(({ id }) => !waiting.has(id));
    const found = before === null ? all.length : all.findIndex(({ id }) => id === before);
    const end = found === -1 ? all.length : found;
    return all.slice(Math.max(0, end - messagesPerPage), end).map((record) => this.message(device.number, record));
  }

  #waiting(device: Device): Set<string> {
    return new Set(device.pending.filter(({ kind }) => kind === 'message').map(({ messageId }) => messageId));
  }

  #knownAcks(device: Device): Map<string, number> {
    const known = new Map<string, number>();
    for (const update of device.pending) {
      if (update.kind === 'ack' && !known.has(update.messageId)) known.set(update.messageId, update.knownAck);
    }
    return known;
  }
}

/** What became of a message, as the page's own attributes say it. */
function amendedAttributes(number: string, { editedAt, starredBy, reactions }: MessageRecord): Record<string, unknown> {
  return {
    ...(starredBy?.includes(number) === true ? { star: true } : {}),
    ...(Object.values(reactions).some((text) => text !== '') ? { hasReaction: true } : {}),
    ...(editedAt === undefined ? {} : { latestEditSenderTimestampMs: editedAt }),
  };
}
