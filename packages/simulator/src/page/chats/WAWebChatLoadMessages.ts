import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { Msg } from '#page/messages/msg-collection.ts';
import { msgFromWire, type MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';
import { NewsletterModel } from '#page/channels/WAWebNewsletterModel.ts';
import type { WireMessage, WirePost } from '../../protocol/server-frames.ts';

/** Loads the page of history before what is loaded; empty at the beginning of the chat. */
export async function loadEarlierMsgs({ chat }: { chat: ChatModel | NewsletterModel }): Promise<MsgModel[]> {
  const before = chat.msgs.getModelsArray()[0]?.id.id ?? null;
  if (chat instanceof NewsletterModel) return loadEarlierPosts(chat, before);
  const wires = (await serverLink.request('earlier', { chat: chat.id._serialized, before })) as WireMessage[];
  const loaded = wires.map((wire) => msgFromWire(wire, false)).filter((msg) => !chat.msgs.get(msg.id));
  chat.msgs.prepend(loaded);
  Msg.prepend(loaded);
  return loaded;
}

async function loadEarlierPosts(channel: NewsletterModel, before: string | null): Promise<MsgModel[]> {
  const posts = (await serverLink.request('channel_posts', { channel: channel.id._serialized, before })) as WirePost[];
  const loaded = posts.map((post) => channel.msgOf(post, false));
  channel.msgs.prepend(loaded);
  Msg.prepend(loaded);
  return loaded;
}
