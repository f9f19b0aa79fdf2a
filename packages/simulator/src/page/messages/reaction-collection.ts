import { createWid } from '#page/contacts/WAWebWidFactory.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import { serverLink } from '#page/socket/server-link.ts';

type Told = { sender: string; text: string; t: number };
type Sender = {
  msgKey: MsgKey;
  parentMsgKey: MsgKey;
  senderUserJid: string;
  reactionText: string;
  timestamp: number;
  orphan: number;
  read: boolean;
};
type Aggregate = { id: string; aggregateEmoji: string; hasReactionByMe: boolean; senders: Sender[] };
type Found = { reactions: { length: number; serialize(): Aggregate[] } };

class ReactionCollection {
  /** The reactions to one message, by emoji. */
  async find(messageId: string): Promise<Found> {
    const parentMsgKey = MsgKey.fromString(messageId);
    const told = (await serverLink.request('reactions', { messageId: parentMsgKey.id })) as Told[];
    const byEmoji = Map.groupBy(told, ({ text }) => text);
    const aggregates = [...byEmoji].map(([emoji, reactions]): Aggregate => ({
      id: emoji,
      aggregateEmoji: emoji,
      hasReactionByMe: reactions.some(({ sender }) => createWid(sender).equals(Conn.wid)),
      senders: reactions.map(({ sender, text, t }) => ({
        msgKey: new MsgKey({ fromMe: createWid(sender).equals(Conn.wid), remote: parentMsgKey.remote, id: `${parentMsgKey.id}-${sender}` }),
        parentMsgKey,
        senderUserJid: sender,
        reactionText: text,
        timestamp: t * 1000,
        orphan: 0,
        read: true,
      })),
    }));
    return { reactions: { length: aggregates.length, serialize: () => aggregates } };
  }
}

/** The reactions to messages. */
export const Reactions = new ReactionCollection();
