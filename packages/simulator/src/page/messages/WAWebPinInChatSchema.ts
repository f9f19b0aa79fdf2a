import { msgFromWire } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireMessage } from '../../protocol/server-frames.ts';

type Pin = { chatId: string; pinType: number; parentMsgKey: string };

async function equals(_keys: string[], chatId: string): Promise<Pin[]> {
  const pinned = (await serverLink.request('pinned', { chat: chatId })) as WireMessage[];
  return pinned.map((wire) => ({ chatId, pinType: 1, parentMsgKey: msgFromWire(wire, false).id._serialized }));
}

/** The table of pinned messages; it can be asked for those of one chat. */
export function getTable(): { equals: typeof equals } {
  return { equals };
}
