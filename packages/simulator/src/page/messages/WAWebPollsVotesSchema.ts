import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import { serverLink } from '#page/socket/server-link.ts';

type Vote = { parentMsgKey: string; sender: Wid; selectedOptionLocalIds: number[]; senderTimestampMs: number };
type Told = { sender: string; options: number[]; at: number };

async function equals(_keys: string[], parentMsgKey: string): Promise<Vote[]> {
  const votes = (await serverLink.request('votes', { messageId: MsgKey.fromString(parentMsgKey).id })) as Told[];
  return votes.map(({ sender, options, at }) => ({
    parentMsgKey,
    sender: createWid(sender),
    selectedOptionLocalIds: options,
    senderTimestampMs: at,
  }));
}

/** The table of votes; it can be asked for those in one poll. */
export function getTable(): { equals: typeof equals } {
  return { equals };
}
