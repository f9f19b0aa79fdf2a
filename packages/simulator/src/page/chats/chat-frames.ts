import { Chat } from '#page/chats/chat-collection.ts';
import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { chatWid } from '#page/contacts/WAWebWidFactory.ts';
import { Msg } from '#page/messages/msg-collection.ts';
import type { ChatSettings, ServerFrame } from '../../protocol/server-frames.ts';

type Frame<Kind extends ServerFrame['kind']> = Extract<ServerFrame, { kind: Kind }>;

const markedUnread = -1;

/** Takes over what the account has set for a chat. */
export function applySettings(chat: ChatModel, settings: ChatSettings): void {
  chat.set({ archive: settings.archived, pin: settings.pinnedAt });
  chat.mute.set({ expiration: settings.mutedUntil });
  if (settings.markedUnread && chat.unreadCount === 0) chat.set({ unreadCount: markedUnread });
  if (!settings.markedUnread && chat.unreadCount === markedUnread) chat.set({ unreadCount: 0 });
}

/** A chat was archived, pinned, muted or marked, here or elsewhere. */
export function onChat({ chat, settings }: Frame<'chat'>): void {
  const model = Chat.get(chatWid(chat));
  if (model) applySettings(model, settings);
}

/** All messages of a chat are gone from this account, the chat too where it was deleted. */
export function onEmptied({ chat, deleted }: Frame<'emptied'>): void {
  const model = Chat.get(chatWid(chat));
  if (!model) return;
  for (const msg of model.msgs.getModelsArray()) {
    model.msgs.remove(msg.id);
    Msg.remove(msg.id);
  }
  model.set({ unreadCount: 0, lastReceivedKey: undefined });
  if (deleted) Chat.remove(model.id);
}
