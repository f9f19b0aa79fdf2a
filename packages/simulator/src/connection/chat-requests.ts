import Type from 'typebox';
import type { ChatBook } from '../messages/chat-book.ts';
import type { MessageStore } from '../messages/message-store.ts';
import { method, type Methods } from './request-method.ts';

type Parts = {
  chats: ChatBook;
  messages: MessageStore;
  chatOfWid: (wid: string) => string;
  emptied: (number: string, chat: string, deleted: boolean) => void;
};

const Archive = Type.Object({ chat: Type.String(), archived: Type.Boolean() });
const Pin = Type.Object({ chat: Type.String(), pinned: Type.Boolean() });
const Mute = Type.Object({ chat: Type.String(), until: Type.Number() });
const Unread = Type.Object({ chat: Type.String(), unread: Type.Boolean() });
const Empty = Type.Object({ chat: Type.String(), deleted: Type.Boolean() });

/** What pages ask to be done with whole chats; each account has its own view of them. */
export function chatRequests({ chats, messages, chatOfWid, emptied }: Parts): Methods {
  return {
    archive: method(Archive, ({ device }, { chat, archived }) => chats.change(device.number, chatOfWid(chat), { archived })),
    pin_chat: method(Pin, ({ device }, { chat, pinned }) => {
      chats.change(device.number, chatOfWid(chat), { pinnedAt: pinned ? Math.floor(Date.now() / 1000) : 0 });
    }),
    mute: method(Mute, ({ device }, { chat, until }) => chats.change(device.number, chatOfWid(chat), { mutedUntil: until })),
    mark_unread: method(Unread, ({ device }, { chat, unread }) => {
      chats.change(device.number, chatOfWid(chat), { markedUnread: unread });
    }),
    empty: method(Empty, ({ device: { number } }, { chat, deleted }) => {
      const peer = chatOfWid(chat);
      for (const record of messages.conversation(number, peer)) record.hiddenFrom = [...(record.hiddenFrom ?? []), number];
      if (deleted) chats.forget(number, peer);
      else chats.change(number, peer, { emptied: true });
      emptied(number, peer, deleted);
    }),
  };
}
