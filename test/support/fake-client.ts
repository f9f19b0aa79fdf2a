import type { ContactData } from '@whatsapp-service/shared/ipc/contact-data.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { HistoryPort } from '@whatsapp-service/worker/whatsapp/history-port.ts';
import type { ChatData } from '@whatsapp-service/shared/ipc/chat-data.ts';
import type { ChatsPort } from '@whatsapp-service/worker/whatsapp/chats-port.ts';
import type { MessageReadsPort } from '@whatsapp-service/worker/whatsapp/message-reads-port.ts';
import type { MessageActsPort } from '@whatsapp-service/worker/whatsapp/message-acts-port.ts';
import type { MessagesPort } from '@whatsapp-service/worker/whatsapp/messages-port.ts';
import type { ChannelsPort } from '@whatsapp-service/worker/whatsapp/channels-port.ts';
import type { GroupsPort } from '@whatsapp-service/worker/whatsapp/groups-port.ts';
import type { LabelsPort } from '@whatsapp-service/worker/whatsapp/labels-port.ts';
import type { PeoplePorts } from '@whatsapp-service/worker/whatsapp/people-ports.ts';
import type { ProfilePort } from '@whatsapp-service/worker/whatsapp/profile-port.ts';
import type { WhatsAppClient } from '@whatsapp-service/worker/whatsapp/whatsapp-port.ts';

/** A message as the port gives it. */
export function messageData(overrides: Partial<MessageData> = {}): MessageData {
  return {
    message_id: 'true_1@c.us_A',
    chat_id: '1@c.us',
    from: '2@c.us',
    to: '1@c.us',
    author: null,
    from_me: true,
    type: 'chat',
    text: 'text',
    timestamp: '2026-01-01T00:00:00.000Z',
    ack: 0,
    has_media: false,
    ...overrides,
  };
}

/** The settings of a client as the port gives them. */
export const clientSettings = {
  autoDownloadAudio: true,
  autoDownloadDocuments: true,
  autoDownloadPhotos: true,
  autoDownloadVideos: true,
  backgroundSync: false,
};

const fakeProfile: ProfilePort = {
  get: async () => ({ phone: null, lid: null, name: null, about: null, pictureUrl: null, platform: null, webVersion: null }),
  setName: async () => undefined,
  setAbout: async () => undefined,
  setPicture: async () => undefined,
  removePicture: async () => undefined,
  setAvailable: async () => undefined,
  settings: async () => clientSettings,
  setSettings: async () => undefined,
};

const label = { label_id: '1', name: 'New', color: null };

const fakeLabels: LabelsPort = {
  list: async () => [label],
  chatIds: async () => ({ label, chatIds: ['3@c.us', '1@c.us', '2@c.us'] }),
  ofChat: async () => [label],
  setOfChat: async () => undefined,
};

/** A contact as the port gives it. */
export function contactData(overrides: Partial<ContactData> = {}): ContactData {
  return {
    contact_id: '15550000002@c.us',
    phone: '15550000002',
    lid: null,
    name: 'Bob Builder',
    push_name: 'Bob',
    short_name: 'Bob',
    verified_name: null,
    is_me: false,
    is_my_contact: true,
    is_business: false,
    is_enterprise: false,
    is_blocked: false,
    label_ids: [],
    ...overrides,
  };
}

/** A chat as the port gives it. */
function chatData(overrides: Partial<ChatData> = {}): ChatData {
  return {
    chat_id: '1@c.us',
    kind: 'person',
    name: 'One',
    unread_count: 0,
    marked_unread: false,
    archived: false,
    pinned: false,
    muted_until: null,
    read_only: false,
    timestamp: '2026-01-01T00:00:00.000Z',
    last_message: null,
    ...overrides,
  };
}
/** Groups and channels that no test has given anything to answer: asking them fails. */
const unasked = new Proxy<GroupsPort & ChannelsPort>({} as GroupsPort & ChannelsPort, {
  get: (_target, method) => async (): Promise<never> => {
    throw new Error(`This test has no answer to ${String(method)}.`);
  },
});

/** A client whose every answer a test can replace; notes what it is asked to do. */
export class FakeClient implements WhatsAppClient {
  readonly calls: string[] = [];
  gone = false;
  readonly messages: MessagesPort = {
    send: async (chatId, content) => {
      this.calls.push(`send ${chatId}`);
      return messageData({ chat_id: chatId, text: content.kind === 'text' ? content.text : '' });
    },
    download: async (messageId, file) => {
      this.calls.push(`download ${messageId} ${file}`);
      return { mimeType: 'image/png', fileName: null, size: 5 };
    },
    findOwn: async (chatId, ownId) => {
      this.calls.push(`find ${chatId} ${ownId}`);
      return undefined;
    },
  };
  readonly people: PeoplePorts = {
    profile: fakeProfile,
    labels: fakeLabels,
    statuses: {
      send: async ({ text }) => {
        this.calls.push(`status ${text}`);
        return { messageId: 'true_status@broadcast_A', timestamp: '2026-01-01T00:00:00.000Z', ack: 1 };
      },
      revoke: async () => undefined,
      list: async () => [],
      get: async () => null,
    },
    calls: { reject: async () => undefined, createLink: async () => 'https://call.whatsapp.com/voice/a' },
    scheduledEvents: { respond: async () => undefined, edit: async () => messageData() },
    contacts: {
      list: async () => ({ contacts: [contactData()], next: null }),
      get: async (id) => ({ contact: contactData({ contact_id: id }), business: null }),
      ids: async (ids) => ids.map((id) => ({ contact_id: id, phone: null, lid: id.endsWith('@lid') ? id : null })),
      setBlocked: async (id, blocked) => {
        this.calls.push(`${blocked ? 'block' : 'unblock'} ${id}`);
      },
      pictureUrl: async () => null,
      about: async () => null,
      commonGroups: async () => [],
      note: async () => null,
      setNote: async () => undefined,
      deviceCount: async () => 1,
      numberFacts: async () => ({ formatted: '+1 555', countryCode: '1' }),
      save: async (digits, name) => {
        this.calls.push(`save ${digits} ${name.firstName}`);
      },
      forget: async (digits) => {
        this.calls.push(`forget ${digits}`);
      },
    },
  };
  readonly history: HistoryPort = { chats: async () => [], tail: async () => null, read: async () => [] };
  readonly chats: ChatsPort = {
    list: async () => ({ chats: [], nextCursor: null }),
    get: async (chatId) => chatData({ chat_id: chatId }),
    change: async (chatId, change) => {
      this.calls.push(`change ${chatId} ${JSON.stringify(change)}`);
      return chatData({ chat_id: chatId });
    },
    syncHistory: async () => true,
    clear: async () => undefined,
    remove: async () => undefined,
    showState: async () => undefined,
  };
  readonly messageReads: MessageReadsPort = {
    ofChat: async () => ({ messages: [], nextBefore: null }),
    pinnedIn: async () => [],
    message: async () => messageData(),
    search: async () => [],
    info: async () => ({ delivered: [], delivery_remaining: 0, read: [], read_remaining: 0, played: [], played_remaining: 0 }),
    quoted: async () => null,
    reactions: async () => [],
    order: async () => null,
    votes: async () => [],
  };
  readonly messageActs: { -readonly [Name in keyof MessageActsPort]: MessageActsPort[Name] } = {
    react: async (messageId, emoji) => void this.calls.push(`react ${messageId} ${emoji}`),
    edit: async () => messageData(),
    remove: async () => undefined,
    forward: async (messageId, chatId) => {
      this.calls.push(`forward ${messageId} ${chatId}`);
      return messageData({ chat_id: chatId });
    },
    star: async () => undefined,
    pin: async () => undefined,
    vote: async () => undefined,
  };
  groups: GroupsPort = unasked;
  channels: ChannelsPort = unasked;
  start = async (): Promise<void> => undefined;
  state = async (): Promise<string | null> => 'CONNECTED';
  resolveNumber = async (chatId: string): Promise<string | null> => chatId;
  requestPairingCode = async (): Promise<string> => 'ABCD1234';
  logout = async (): Promise<void> => undefined;
  screenshot = async (): Promise<Uint8Array> => new Uint8Array(3);

  async refreshQr(): Promise<void> {
    this.calls.push('refreshQr');
  }

  isGone(): boolean {
    return this.gone;
  }

  async close(): Promise<void> {
    this.calls.push('close');
  }

  kill(): void {
    this.calls.push('kill');
  }

  async ended(): Promise<void> {
    this.calls.push('ended');
  }
}
