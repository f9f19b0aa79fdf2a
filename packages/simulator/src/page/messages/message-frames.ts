import { Chat } from '#page/chats/chat-collection.ts';
import { chatWid, createWid } from '#page/contacts/WAWebWidFactory.ts';
import { Msg } from '#page/messages/msg-collection.ts';
import { msgFromWire } from '#page/messages/WAWebMsgModel.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import { requireModule } from '#page/core/registry.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { ServerFrame, WireReaction } from '../../protocol/server-frames.ts';

type Frame<Kind extends ServerFrame['kind']> = Extract<ServerFrame, { kind: Kind }>;
type ReactionTable = { reactionTableMode: { bulkUpsert(reactions: unknown[]): unknown } };

/** A message came, or another device of this account sent one. */
export function onMessage({ sequence, message, contact, group, unreadCount }: Frame<'message'>): void {
  const chat = group ? Chat.learnGroup(group) : Chat.learn(contact);
  const msg = msgFromWire(message, true);
  if (!Msg.get(msg.id)) {
    chat.receive(msg);
    Msg.add(msg);
    chat.set({ unreadCount });
  }
  serverLink.send({ kind: 'received', sequence });
}

/** A message of this account went one step further. */
export function onAck({ sequence, messageId, chat, author, ack }: Frame<'ack'>): void {
  const participant = author === null ? undefined : createWid(author);
  const key = new MsgKey({ fromMe: true, remote: chatWid(chat), id: messageId, participant });
  const msg = Msg.get(key);
  if (msg && ack > msg.ack) msg.set({ ack });
  serverLink.send({ kind: 'received', sequence });
}

/** Read on another device, or on the phone. */
export function onUnread({ chat, unreadCount }: Frame<'unread'>): void {
  Chat.get(chatWid(chat))?.set({ unreadCount });
}

/** Somebody types. */
export function onChatstate({ chat, state }: Frame<'chatstate'>): void {
  Chat.get(chatWid(chat))?.set({ chatstate: state });
}

function reactionModel({ messageId, chat, fromMe, parentFromMe, author, sender, text, t }: WireReaction): Record<string, unknown> {
  const remote = chatWid(chat);
  const from = createWid(sender);
  const [participant, parentAuthor] = author === null ? [] : [from, createWid(author)];
  return {
    id: new MsgKey({ fromMe, remote, id: `${messageId}-${from.user}`, participant }),
    reactionParentKey: new MsgKey({ fromMe: parentFromMe, remote, id: messageId, participant: parentAuthor }),
    reactionText: text,
    reactionTimestamp: t * 1000,
    author: participant,
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

/** Something changed in a group; a group that the page knows nothing of comes with its first message. */
export function onGroup({ group }: Frame<'group'>): void {
  if (Chat.get(group.id)) Chat.learnGroup(group);
}
