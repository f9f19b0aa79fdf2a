import { type Certificate, createCertificate, isFresh } from './web/certificate.ts';
import { AccountStore } from './accounts/account-store.ts';
import { AccountView } from './messages/account-view.ts';
import { CallDesk } from './calls/call-desk.ts';
import { announcePeople } from './connection/announce-people.ts';
import { announceChannels } from './channels/announce-channels.ts';
import { ChannelDesk } from './channels/channel-desk.ts';
import { ChatBook } from './messages/chat-book.ts';
import { ConnectionHub } from './connection/connection-hub.ts';
import { DeviceRequests } from './connection/device-requests.ts';
import { GroupOffice } from './groups/group-office.ts';
import { GroupStore } from './groups/group-store.ts';
import { FaultBoard } from './faults/fault-board.ts';
import { loadPageDocument } from './web/page-document.ts';
import { MessageDesk } from './messages/message-desk.ts';
import { MediaVault } from './media/media-vault.ts';
import { MessageStore } from './messages/message-store.ts';
import { PeopleStore } from './people/people-store.ts';
import { PictureStore } from './people/picture-store.ts';
import { StatusBoard } from './people/status-board.ts';
import type { NetworkParts } from './phone/phone-network.ts';
import { PageServer } from './web/page-server.ts';
import { PostOffice } from './messages/post-office.ts';
import type { SimulatorOptions } from './simulator-options.ts';
import type { SimulatorState } from './state/simulator-state.ts';
import { StateFile } from './state/state-file.ts';

/** The simulator's parts, wired. */
export type Assembly = NetworkParts & { certificate: Certificate; save(): Promise<void> };

const defaultQrRefreshMs = 20_000;
const defaultQrRefs = 6;
const defaultMaxDevices = 4;

/** The only place that wires the parts together. Throws StateFileUnreadable. */
export async function assemble(options: SimulatorOptions): Promise<Assembly> {
  const stateFile = options.stateFile === undefined ? undefined : new StateFile(options.stateFile);
  const kept = await stateFile?.load();
  const certificate = kept && isFresh(kept.certificate) ? kept.certificate : await createCertificate();
  const messages = new MessageStore(kept?.messages);
  const groups = new GroupStore(kept?.groups);
  const current = (): SimulatorState => ({
    version: 1,
    certificate,
    accounts: accounts.all(),
    messages: messages.all(),
    groups: groups.all(),
    channels: own.channels.all(),
    chats: chats.all(),
    people: own.people.all(),
    pictures: own.pictures.all(),
  });
  const changed = (): void => stateFile?.schedule(current);
  const { maxDevices = defaultMaxDevices, syncDelayMs = 0, removedDevice = 'stay', offlineDelivery = 'after' } = options;
  const accounts = new AccountStore({ accounts: kept?.accounts ?? [], maxDevices, changed });
  const postOffice = new PostOffice({ accounts, groups, messages, changed });
  const groupOffice = new GroupOffice({ accounts, groups, postOffice, changed });
  const own = {
    people: new PeopleStore(kept?.people ?? {}, changed),
    pictures: new PictureStore(kept?.pictures ?? {}, changed),
    channels: new ChannelDesk({ channels: kept?.channels ?? [], changed }),
  };
  const faults = new FaultBoard({ syncDelayMs, removedDevice, offlineDelivery });
  const momentary = { calls: new CallDesk(), statuses: new StatusBoard(), media: new MediaVault() };
  const chats = new ChatBook(kept?.chats ?? [], changed);
  const desk = new MessageDesk({ messages, groups, postOffice, windows: (number) => faults.of({ phone: number }) });
  const view = new AccountView(accounts, groups, messages, chats);
  const chatstates = new Map<string, string>();
  const written = { accounts, messages, chats, desk, chatstates, groups, groupOffice, postOffice };
  const parts = { ...written, faults, view, ...own, ...momentary };
  const hub = connect(parts, options);
  const pages = await pageServer({ ...parts, certificate, hub });
  changed();
  return { ...parts, hub, pages, certificate, save: async () => stateFile?.flush() };
}

type Served = Pick<NetworkParts, 'faults' | 'media' | 'pictures' | 'hub'> & { certificate: Certificate };

async function pageServer({ certificate, faults, media, pictures, hub }: Served): Promise<PageServer> {
  const document = await loadPageDocument();
  const pictureOf = (id: string): Buffer | undefined => pictures.bytes(id);
  return new PageServer({ certificate, document, faults, media, pictureOf, accept: (webSocket) => hub.accept(webSocket) });
}

type Connected = Omit<NetworkParts, 'hub' | 'pages'>;

function connect(parts: Connected, options: SimulatorOptions): ConnectionHub {
  const { qrRefreshMs = defaultQrRefreshMs, qrRefs = defaultQrRefs } = options;
  const sessionsOf = (number: string) => hub.sessions().filter(({ device }) => device.number === number);
  const requests = new DeviceRequests({
    ...parts,
    chatstate: (from, to, state) => {
      parts.chatstates.set(`${from} ${to}`, state);
      const group = parts.groups.find(to);
      const others = group ? group.members.map(({ number }) => number).filter((number) => number !== from) : [to];
      for (const { connection } of others.flatMap(sessionsOf)) connection.send({ kind: 'chatstate', chat: group ? to : from, state });
    },
    emptied: (number, chat, deleted) => {
      for (const { connection } of sessionsOf(number)) connection.send({ kind: 'emptied', chat, deleted });
    },
  });
  const hub = new ConnectionHub({ ...parts, requests, refs: { qrRefreshMs, qrRefs } });
  parts.postOffice.on('queued', ({ id }) => hub.session(id)?.flush());
  parts.groupOffice.on('changed', ({ id }, numbers) => {
    for (const { device, connection } of numbers.flatMap(sessionsOf)) {
      const group = parts.view.group(device.number, id);
      if (group) connection.send({ kind: 'group', group });
    }
  });
  parts.postOffice.on('read', (number, chat) => {
    for (const { connection } of sessionsOf(number)) connection.send({ kind: 'unread', chat, unreadCount: 0 });
  });
  parts.chats.on('changed', (number, chat) => {
    for (const { connection } of sessionsOf(number)) connection.send({ kind: 'chat', chat, settings: parts.chats.of(number, chat) });
  });
  announcePeople(parts, hub);
  announceChannels(parts.channels, hub);
  return hub;
}
