import { assertKeysMatch, parseQrCode } from '../linking/qr-code.ts';
import { CodeUnknown, MediaUnknown, MessageUnknown, MessageWaitOver, PhoneOffline, QrStale } from '../simulator-errors.ts';
import type { Account, Device } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { AccountView } from '../messages/account-view.ts';
import type { CallDesk } from '../calls/call-desk.ts';
import { PhoneCalls } from '../calls/phone-calls.ts';
import type { ConnectionHub } from '../connection/connection-hub.ts';
import type { LinkOffer } from '../connection/link-offer.ts';
import { attributesOf, type SentMedia } from '../media/sent-media.ts';
import type { MediaVault } from '../media/media-vault.ts';
import type { MessageRecord } from '../messages/message-record.ts';
import type { MessageDesk } from '../messages/message-desk.ts';
import type { ChatBook } from '../messages/chat-book.ts';
import { parseChat } from './parse-chat.ts';
import { PhoneChats } from './phone-chats.ts';
import type { MessageStore } from '../messages/message-store.ts';
import { normalisePairingCode } from '../linking/pairing-code.ts';
import type { ChannelDesk } from '../channels/channel-desk.ts';
import { PhoneChannels } from '../channels/phone-channels.ts';
import type { GroupOffice } from '../groups/group-office.ts';
import type { GroupStore } from '../groups/group-store.ts';
import { concerns } from '../messages/message-record.ts';
import { PhoneGroups } from './phone-groups.ts';
import { parsePhoneNumber } from '../accounts/phone-number.ts';
import { PhoneProfile } from '../people/phone-profile.ts';
import type { PeopleStore } from '../people/people-store.ts';
import type { StatusBoard } from '../people/status-board.ts';
import type { PictureStore } from '../people/picture-store.ts';
import type { PostOffice } from '../messages/post-office.ts';

/** What a phone works with. */
export type PhoneParts = {
  accounts: AccountStore;
  messages: MessageStore;
  chats: ChatBook;
  desk: MessageDesk;
  /** What somebody does in a chat: by their number, and the number or group they do it to. */
  chatstates: Map<string, string>;
  groups: GroupStore;
  groupOffice: GroupOffice;
  channels: ChannelDesk;
  postOffice: PostOffice;
  hub: ConnectionHub;
  view: AccountView;
  calls: CallDesk;
  media: MediaVault;
  people: PeopleStore;
  pictures: PictureStore;
  statuses: StatusBoard;
};

/** A simulated phone: the owner of one account. */
export class Phone {
  readonly number: string;
  readonly calls: PhoneCalls;
  /** What it does with chats, and with messages that were sent. */
  readonly chats: PhoneChats;
  /** What it does in groups. */
  readonly groups: PhoneGroups;
  readonly channels: PhoneChannels;
  readonly profile: PhoneProfile;
  readonly #parts: PhoneParts;

  constructor(number: string, parts: PhoneParts) {
    this.number = number;
    this.#parts = parts;
    this.profile = new PhoneProfile(number, parts);
    this.calls = new PhoneCalls(number, parts.calls, () => this.#assertOnline());
    this.chats = new PhoneChats(number, parts, () => this.#assertOnline());
    this.channels = new PhoneChannels(number, parts, () => this.#assertOnline());
    this.groups = new PhoneGroups(number, parts, () => this.#assertOnline());
  }

  get name(): string {
    return this.#account.name;
  }

  /** The hidden id's digits. */
  get lid(): string {
    return this.#account.lid;
  }

  get online(): boolean {
    return this.#account.online;
  }

  get banned(): boolean {
    return this.#account.banned;
  }

  /** The linked devices. */
  get devices(): readonly Device[] {
    return this.#account.devices;
  }

  /** Scans a QR code by its text and resolves to the new device's id. Throws QrMalformed, QrStale, QrForged, PhoneBanned, DevicesFull, LinkFailed. */
  async scan(qrText: string): Promise<string> {
    const qr = parseQrCode(qrText);
    const offer = this.#parts.hub.offers().find(({ ref }) => ref === qr.ref);
    if (!offer) throw new QrStale(this.#parts.hub.isPast(qr.ref) ? 'it was replaced or used' : 'no page here has ever shown its ref');
    assertKeysMatch(qr, offer.keys);
    return this.#link(offer);
  }

  /** Types a pairing code and resolves to the new device's id. Throws CodeUnknown and what `scan` throws. */
  async enterPairingCode(text: string): Promise<string> {
    const code = normalisePairingCode(text);
    const offer = this.#parts.hub.offers().find((candidate) => candidate.pairingCodeFor(this.number) === code);
    if (!offer) throw new CodeUnknown(text, this.number);
    return this.#link(offer);
  }

  /** Removes a linked device, or all of them. Throws DeviceUnknown. */
  unlink(deviceId?: string): void {
    const ids = deviceId === undefined ? this.devices.map(({ id }) => id) : [deviceId];
    for (const id of ids) this.#parts.hub.dismiss(this.#parts.accounts.removeDevice(this.number, id));
  }

  /** Removes all devices, and lets none be linked again until `unban`. */
  ban(): void {
    this.#parts.accounts.update(this.number, { banned: true });
    this.unlink();
  }

  unban(): void {
    this.#parts.accounts.update(this.number, { banned: false });
  }

  /** Whether who adds it to a group gets an invitation to send instead. */
  setInviteOnly(inviteOnly: boolean): void {
    this.#parts.accounts.update(this.number, { inviteOnly });
  }

  /** Writes a text to a number, a group or another WhatsApp id, now or at a time before. Throws NumberInvalid, PhoneOffline, GroupUnknown, GroupForbidden. */
  send(to: string, text: string, sentAt = new Date()): MessageRecord {
    this.#assertOnline();
    const t = Math.floor(sentAt.getTime() / 1_000);
    return this.#parts.postOffice.send({ from: this.number, to: parseChat(to), body: text, sentBy: 'phone', t });
  }

  /** Sends what is no text, by what WhatsApp Web has of it: an order, a payment, an invitation. Throws NumberInvalid, PhoneOffline. */
  sendKind(to: string, type: string, { body = '', ...attributes }: Record<string, unknown> & { body?: string } = {}): MessageRecord {
    this.#assertOnline();
    return this.#parts.postOffice.send({
      from: this.number,
      to: parseChat(to),
      body,
      sentBy: 'phone',
      attributes: { ...attributes, type },
    });
  }

  /** Announces an event, to which people answer whether they come. Throws NumberInvalid, PhoneOffline. */
  sendEvent(to: string, name: string, startTime: Date): MessageRecord {
    this.#assertOnline();
    const attributes = { type: 'event_creation', eventName: name, eventStartTime: Math.floor(startTime.getTime() / 1000) };
    return this.#parts.postOffice.send({ from: this.number, to: parseChat(to), body: '', sentBy: 'phone', attributes });
  }

  /** Sends media to a number or WhatsApp id. Throws NumberInvalid, PhoneOffline. */
  sendMedia(to: string, media: SentMedia): MessageRecord {
    this.#assertOnline();
    const attributes = attributesOf(media, this.#parts.media.put(media.bytes));
    return this.#parts.postOffice.send({ from: this.number, to: parseChat(to), body: '', sentBy: 'phone', attributes });
  }

  /** The bytes of a message's media, as this phone got or sent them. Throws MessageUnknown, MediaUnknown. */
  mediaOf(messageId: string): Buffer {
    const record = this.#parts.messages.get(messageId);
    if (!record || !concerns(record, this.number)) throw new MessageUnknown(messageId);
    const bytes = this.#parts.media.at(String(record.attributes['directPath']));
    if (bytes === undefined) throw new MediaUnknown(messageId);
    return bytes;
  }

  /** Has the server forget a message's media, as WhatsApp does after some weeks. Throws MessageUnknown, MediaUnknown. */
  forgetMedia(messageId: string): void {
    this.mediaOf(messageId);
    this.#parts.media.forget(String(this.#parts.messages.get(messageId)?.attributes['directPath']));
  }

  /** Reacts to a message; an empty text takes it back. Throws MessageUnknown, PhoneOffline. */
  react(messageId: string, text: string): void {
    this.#assertOnline();
    this.#parts.postOffice.react(this.number, messageId, text);
  }

  /** Reads what somebody wrote, or others in a group. Throws NumberInvalid, PhoneOffline. */
  read(chat: string): void {
    this.#assertOnline();
    this.#parts.postOffice.read(this.number, parseChat(chat));
  }

  /** Tells everybody who knows this number or has a chat with it that it is another one now. Throws NumberInvalid, PhoneOffline. */
  announceNumber(newNumber: string): void {
    this.#assertOnline();
    const to = parsePhoneNumber(newNumber);
    const id = `NC${this.number}${to}`;
    const t = Math.floor(Date.now() / 1000);
    for (const { device, connection } of this.#parts.hub.sessions()) {
      const account = this.#parts.accounts.get(device.number);
      const isKnown = account.contacts.some(({ number }) => number === this.number);
      if (!isKnown && !this.#parts.messages.peersOf(device.number).includes(this.number)) continue;
      connection.send({ kind: 'number_changed', id, contact: this.#parts.view.contact(account, this.number), from: this.number, to, t });
    }
  }

  /** The messages with somebody, in a group, or all, oldest first; in groups also what happened there. */
  messages(chat?: string): MessageRecord[] {
    const peers = chat === undefined ? this.#parts.messages.peersOf(this.number) : [parseChat(chat)];
    return peers.flatMap((peer) => [...this.#parts.messages.conversation(this.number, peer)]).toSorted((a, b) => a.t - b.t);
  }

  /** The phone has no network: nothing reaches it, its linked devices go on. */
  goOffline(): void {
    this.#parts.accounts.update(this.number, { online: false });
  }

  goOnline(): void {
    this.#parts.accounts.update(this.number, { online: true });
    this.#parts.postOffice.arrived(this.number);
  }

  /** The first message of this account that matches, of those there are or the next to come. Throws MessageWaitOver. */
  async waitForMessage(wanted: (message: MessageRecord) => boolean, timeoutMs = 10_000): Promise<MessageRecord> {
    const found = this.messages().find(wanted);
    if (found) return found;
    const { postOffice } = this.#parts;
    return new Promise((resolve, reject) => {
      const onMessage = (message: MessageRecord): void => {
        if (concerns(message, this.number) && wanted(message)) settle(() => resolve(message));
      };
      const timer = setTimeout(() => settle(() => reject(new MessageWaitOver(timeoutMs, this.number))), timeoutMs);
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        postOffice.off('message', onMessage);
        finish();
      };
      postOffice.on('message', onMessage);
    });
  }

  get #account(): Account {
    return this.#parts.accounts.get(this.number);
  }

  async #link(offer: LinkOffer): Promise<string> {
    this.#assertOnline();
    const device = await offer.link(this.#parts.accounts, this.number, this.#parts.view.me(this.#account));
    return device.id;
  }

  #assertOnline(): void {
    if (!this.#account.online) throw new PhoneOffline(this.number);
  }
}
