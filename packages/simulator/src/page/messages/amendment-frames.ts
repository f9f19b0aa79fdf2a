import { Chat } from '#page/chats/chat-collection.ts';
import { chatWid, createWid } from '#page/contacts/WAWebWidFactory.ts';
import { Msg } from '#page/messages/msg-collection.ts';
import { msgFromWire } from '#page/messages/WAWebMsgModel.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import { requireModule } from '#page/core/registry.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';

type Frame<Kind extends ServerFrame['kind']> = Extract<ServerFrame, { kind: Kind }>;
type VoteTable = { pollVoteTableMode: { bulkUpsert(votes: unknown[]): unknown } };

// In this order: who is told of the type looks at no text.
const event = [
  'eventName',
  'eventDescription',
  'eventStartTime',
  'eventEndTime',
  'eventLocation',
  'eventJoinLink',
  'isEventCanceled',
] as const;
const amended = ['type', 'body', 'caption', ...event, 'star', 'latestEditSenderTimestampMs'] as const;

/** A message was edited, deleted, starred or no more, here or elsewhere. */
export function onAmended({ sequence, message, hidden }: Frame<'amended'>): void {
  const fresh = msgFromWire(message, false);
  const msg = Msg.get(fresh.id);
  if (msg && hidden) {
    Chat.get(msg.id.remote)?.msgs.remove(msg.id);
    Msg.remove(msg.id);
  } else if (msg) {
    const revoked = fresh.type === 'revoked' ? { protocolMessageKey: { ...msg.id } } : {};
    msg.set({ ...Object.fromEntries(amended.map((name): [string, unknown] => [name, Reflect.get(fresh, name)])), ...revoked });
  }
  serverLink.send({ kind: 'received', sequence });
}

/** Somebody voted in a poll, or this account did. */
export function onVote({ sequence, vote }: Frame<'vote'>): void {
  const { messageId, chat, fromMe, parentFromMe, author, sender, options, atMs } = vote;
  const remote = chatWid(chat);
  const from = createWid(sender);
  const [participant, parentAuthor] = author === null ? [] : [from, createWid(author)];
  // Through the registry: whatsapp-web.js replaces the function there.
  const table = requireModule('WAWebAddonPollVoteTableMode') as VoteTable;
  table.pollVoteTableMode.bulkUpsert([
    {
      id: new MsgKey({ fromMe, remote, id: `${messageId}-vote-${from.user}`, participant }),
      pollUpdateParentKey: new MsgKey({ fromMe: parentFromMe, remote, id: messageId, participant: parentAuthor }),
      selectedOptionLocalIds: options,
      senderTimestampMs: atMs,
      t: atMs,
      author: participant,
      from,
    },
  ]);
  serverLink.send({ kind: 'received', sequence });
}
