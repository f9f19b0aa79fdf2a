import { Chat } from '#page/chats/chat-collection.ts';
import { createWid } from '#page/contacts/WAWebWidFactory.ts';
import { Msg } from '#page/messages/msg-collection.ts';
import { msgFromWire } from '#page/messages/WAWebMsgModel.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import { requireModule } from '#page/core/registry.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { ServerFrame, WireReaction } from '../../protocol/server-frames.ts';

type Frame<Kind extends ServerFrame['kind']> = Extract<ServerFrame, { kind: Kind }>;
type ReactionTable = { reactionTableMode: { bulkUpsert(reactions: unknown[]): unknown } };

/** A message came, or another device of this account sent one. */
export function onMessage({ sequence, message, contact, unreadCount }: Frame<'message'>): void {
  const chat = Chat.learn(contact);
  const msg = msgFromWire(message, true);
  if (!Msg.get(msg.id)) {
    chat.receive(msg);
    Msg.add(msg);
    chat.set({ unreadCount });
  }
  serverLink.send({ kind: 'received', sequence });
}

/** A message of this account went one step further. */
export function onAck({ sequence, messageId, chat, ack }: Frame<'ack'>): void {
  const key = new MsgKey({ fromMe: true, remote: `${chat}@c.us`, id: messageId });
  const msg = Msg.get(key);
  if (msg && ack > msg.ack) msg.set({ ack });
  serverLink.send({ kind: 'received', sequence });
}

/** Read on another device, or on the phone. */
export function onUnread({ chat, unreadCount }: Frame<'unread'>): void {
  Chat.get(`${chat}@c.us`)?.set({ unreadCount });
}

/** Somebody types. */
export function onChatstate({ chat, state }: Frame<'chatstate'>): void {
  Chat.get(`${chat}@c.us`)?.set({ chatstate: state });
}

function reactionModel({ messageId, chat, parentFromMe, sender, text, t }: WireReaction): Record<string, unknown> {
  const remote = `${chat}@c.us`;
  const from = createWid(`${sender}@c.us`);
  return {
    id: new MsgKey({ fromMe: sender !== chat, remote, id: `${messageId}-${sender}` }),
    reactionParentKey: new MsgKey({ fromMe: parentFromMe, remote, id: messageId }),
    reactionText: text,
    reactionTimestamp: t * 1000,
    author: undefined,
    from,
    read: false,
    orphan: 0,
  };
}

/** Somebody reacted. */
export function onReaction({ sequence, reaction }: Frame<'reaction'>): void {
  // Through the registry: whatsapp-web.js replaces the function there.
  const table = requireModule('WAWebAddonReactionTableMode') as ReactionTable;
  table.reactionTableMode.bulkUpsert([reactionModel(reaction)]);
  serverLink.send({ kind: 'received', sequence });
}
