import { setTimeout as delay } from 'node:timers/promises';
import type { FaultBoard, Faults } from '../faults/fault-board.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { AccountView } from '../messages/account-view.ts';
import type { ChannelDesk } from '../channels/channel-desk.ts';
import { channelAsSeenBy } from '../channels/channel-view.ts';
import type { WireChannel } from '../protocol/server-frames.ts';
import type { Device } from '../accounts/account.ts';
import type { DeviceRequests } from './device-requests.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { PageConnection } from './page-connection.ts';
import type { PageFrame } from '../protocol/page-frames.ts';
import { pendingFrame } from './pending-frame.ts';
import type { PeopleStore } from '../people/people-store.ts';
import type { StatusBoard } from '../people/status-board.ts';
import type { PostOffice } from '../messages/post-office.ts';

/** What a session works with. */
export type SessionParts = {
  accounts: AccountStore;
  messages: MessageStore;
  postOffice: PostOffice;
  channels: ChannelDesk;
  view: AccountView;
  faults: FaultBoard;
  requests: DeviceRequests;
  people: PeopleStore;
  statuses: StatusBoard;
};

const longHangMs = 24 * 60 * 60 * 1000;

/** A linked page from its login to the end of its connection. */
export class DeviceSession {
  readonly device: Device;
  readonly connection: PageConnection;
  readonly #parts: SessionParts;
  #sentSequence = 0;
  #delivering = false;
  #hung = false;

  constructor(connection: PageConnection, device: Device, parts: SessionParts) {
    this.connection = connection;
    this.device = device;
    this.#parts = parts;
    connection.on('frame', (frame) => this.#onFrame(frame));
  }

  /** Takes the page from hello to synced. */
  async run(): Promise<void> {
    const { faults } = this.#parts;
    const scope = this.connection.scope;
    await faults.whileTrue(scope, ({ loginNeverCompletes }) => loginNeverCompletes, this.connection.signal);
    this.showFaults();
    const account = this.#parts.accounts.get(this.device.number);
    const { contacts, chats } = this.#parts.view.snapshot(account, this.device);
    this.connection.send({ kind: 'connected', me: this.#parts.view.me(account), contacts, chats });
    this.connection.send({ kind: 'channels', channels: this.#channels() });
    this.showPeople();
    this.showStatuses(false);
    this.connection.send({ kind: 'progress', percent: 0 });
    await delay(faults.of(scope).syncDelayMs, undefined, { signal: this.connection.signal });
    await faults.whileTrue(scope, ({ syncNeverCompletes }) => syncNeverCompletes, this.connection.signal);
    if (faults.of(scope).offlineDelivery === 'before') this.#startDelivery();
    this.connection.send({ kind: 'progress', percent: 100 });
    this.connection.send({ kind: 'synced' });
  }

  /** Sends what waits for the device, as soon as its page takes it. */
  flush(): void {
    if (!this.#delivering) return;
    for (const update of this.device.pending) {
      if (update.sequence <= this.#sentSequence) continue;
      const frame = pendingFrame(this.#parts, this.device, update);
      if (frame) this.connection.send(frame);
      this.#sentSequence = update.sequence;
    }
  }

  /** Lets the page show the faults that it has to show itself. */
  showFaults(): void {
    const { missingModules, logoutNavigatesFirst, pageHang, ...windows }: Faults = this.#parts.faults.of(this.connection.scope);
    const { editWindowMs, revokeWindowMs } = windows;
    this.connection.send({ kind: 'faults', missingModules, logoutNavigatesFirst, windows: { editWindowMs, revokeWindowMs } });
    if (pageHang && !this.#hung) this.connection.send({ kind: 'hang', forMs: longHangMs });
    this.#hung = pageHang;
  }

  /** Tells the page what its account has besides contacts and chats. */
  showPeople(): void {
    const { blocked, labels } = this.#parts.people.get(this.device.number);
    this.connection.send({ kind: 'people', blocked, labels });
  }

  /** Tells the page what people show now. */
  showStatuses(isNews: boolean): void {
    const { number } = this.device;
    const seen = this.#parts.statuses.seenBy(this.#parts.accounts.get(number));
    const statuses = seen.map((status) => ({ ...status, fromMe: status.number === number }));
    this.connection.send({ kind: 'statuses', statuses, isNews });
  }

  #channels(): WireChannel[] {
    const { number } = this.device;
    return this.#parts.channels.of(number).map((channel) => channelAsSeenBy(channel, number));
  }

  #startDelivery(): void {
    this.#delivering = true;
    this.flush();
  }

  #onFrame(frame: PageFrame): void {
    switch (frame.kind) {
      case 'listening':
        return this.#startDelivery();
      case 'received':
        return this.#parts.postOffice.received(this.device, frame.sequence);
      case 'request':
        return void this.connection.respond(frame, (request) => this.#parts.requests.answer(this, request));
      case 'hello':
      case 'beat':
      case 'stored':
    }
  }
}
