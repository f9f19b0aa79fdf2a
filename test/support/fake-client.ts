import type { ContactData } from '@whatsapp-service/shared/ipc/contact-data.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { ContactsPort } from '@whatsapp-service/worker/whatsapp/contacts-port.ts';
import type { HistoryPort } from '@whatsapp-service/worker/whatsapp/history-port.ts';
import type { MessagesPort } from '@whatsapp-service/worker/whatsapp/messages-port.ts';
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

/** A client whose every answer a test can replace; notes what it is asked to do. */
export class FakeClient implements WhatsAppClient {
  readonly calls: string[] = [];
  gone = false;
  readonly messages: MessagesPort = {
    send: async (chatId, content) => {
      this.calls.push(`send ${chatId}`);
      return messageData({ chat_id: chatId, text: content.kind === 'text' ? content.text : '' });
    },
  };
  readonly contacts: ContactsPort = {
    list: async () => ({ contacts: [contactData()], next: null }),
    get: async (id) => ({ contact: contactData({ contact_id: id }), business: null }),
    ids: async (ids) => ids.map((id) => ({ contact_id: id, phone: null, lid: id.endsWith('@lid') ? id : null })),
    setBlocked: async (id, blocked) => {
      this.calls.push(`${blocked ? 'block' : 'unblock'} ${id}`);
    },
    pictureUrl: async () => null,
    about: async () => null,
    commonGroups: async () => [],
    deviceCount: async () => 1,
    numberFacts: async () => ({ formatted: '+1 555', countryCode: '1' }),
    save: async (digits, name) => {
      this.calls.push(`save ${digits} ${name.firstName}`);
    },
    forget: async (digits) => {
      this.calls.push(`forget ${digits}`);
    },
  };
  readonly history: HistoryPort = { chats: async () => [], tail: async () => null, read: async () => [] };
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
