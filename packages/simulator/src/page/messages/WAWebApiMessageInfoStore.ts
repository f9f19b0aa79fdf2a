import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import type { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import { serverLink } from '#page/socket/server-link.ts';

type Reached = { id: Wid; t: number };
type Info = Record<'delivery' | 'read' | 'played', Reached[]> & Record<'deliveryRemaining' | 'readRemaining' | 'playedRemaining', number>;
type Told = { id: string; delivered?: number; read?: number };

/** Who has got a message of this account, and who has read it. */
export async function queryMsgInfo(key: MsgKey): Promise<Info> {
  const people = (await serverLink.request('message_info', { messageId: key.id })) as Told[];
  const reached = (step: 'delivered' | 'read'): Reached[] =>
    people.flatMap(({ id, [step]: t }) => (t === undefined ? [] : [{ id: createWid(id), t }]));
  const [delivery, read] = [reached('delivered'), reached('read')];
  return {
    delivery,
    deliveryRemaining: people.length - delivery.length,
    read,
    readRemaining: people.length - read.length,
    played: [],
    playedRemaining: 0,
  };
}
