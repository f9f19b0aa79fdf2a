import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { Msg } from '#page/messages/msg-collection.ts';
import { msgFromWire, type MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireMessage } from '../../protocol/server-frames.ts';

/** Loads the page of history before what is loaded; empty at the beginning of the chat. */
export async function loadEarlierMsgs({ chat }: { chat: ChatModel }): Promise<MsgModel[]> {
  const before = chat.msgs.getModelsArray()[0]?.id.id ?? null;
  const wires = (await serverLink.request('earlier', { chat: chat.id._serialized, before })) as WireMessage[];
  const loaded = wires.map((wire) => msgFromWire(wire, false)).filter((msg) => !chat.msgs.get(msg.id));
  chat.msgs.prepend(loaded);
  Msg.prepend(loaded);
  return loaded;
}
