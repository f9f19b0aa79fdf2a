import { applySettings } from '#page/chats/chat-frames.ts';
import { Chat } from '#page/chats/chat-collection.ts';
import { Contact } from '#page/contacts/contact-collection.ts';
import { Msg } from '#page/messages/msg-collection.ts';
import { msgFromWire } from '#page/messages/WAWebMsgModel.ts';
import type { WireChat, WireContact } from '../../protocol/server-frames.ts';

type Snapshot = { contacts: WireContact[]; chats: WireChat[] };

/** Takes over the account's contacts and chats; nothing in it is news, so no message says that it was added. */
export function applySnapshot({ contacts, chats }: Snapshot): void {
  for (const contact of contacts) Contact.learn(contact);
  for (const wire of chats) {
    const chat = wire.group ? Chat.learnGroup(wire.group) : Chat.learn(wire.contact);
    const messages = wire.messages.map((message) => msgFromWire(message, false));
    for (const msg of messages) Msg.get(msg.id)?.set({ ack: msg.ack });
    const unknown = messages.filter((msg) => !Msg.get(msg.id));
    chat.msgs.prepend(unknown);
    Msg.prepend(unknown);
    chat.set({ unreadCount: wire.unreadCount, t: wire.t, lastReceivedKey: messages.at(-1)?.id });
    applySettings(chat, wire.settings);
  }
}
