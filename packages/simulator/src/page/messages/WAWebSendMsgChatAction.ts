import { ownOfPage } from '#page/media/media-data.ts';
import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { Msg } from '#page/messages/msg-collection.ts';
import type { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

type SendResult = { messageSendResult: string; t: number };
type Outgoing = Record<string, unknown> & { id: MsgKey; body: string | null | undefined; t: number };

const failedAck = -1;
const ownFields = new Set(['id', 'body', 't', 'ack', 'from', 'to', 'self', 'local', 'isNewMsg']);

function carried(attributes: Outgoing): Record<string, unknown> {
  const entries = Object.entries(attributes).filter(([name]) => !ownFields.has(name) && !ownOfPage.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, value instanceof Uint8Array ? [...value] : value]));
}

/** What a message has of what was prepared for it. */
function withoutBytes(attributes: Outgoing): Outgoing {
  const kept = Object.entries(attributes).filter(([name]) => !ownOfPage.has(name));
  return { ...Object.fromEntries(kept), id: attributes.id, body: attributes.body, t: attributes.t };
}

async function send(chat: ChatModel, msg: MsgModel, attributes: Outgoing): Promise<SendResult> {
  try {
    const params = { id: msg.id.id, to: chat.id._serialized, body: attributes.body ?? '', t: attributes.t };
    await serverLink.request('send', { ...params, attributes: carried(attributes) });
    return { messageSendResult: 'OK', t: attributes.t };
  } catch {
    msg.set({ ack: failedAck });
    return { messageSendResult: 'ERROR_UNKNOWN', t: attributes.t };
  }
}

/** Puts the message into the chat at once, and sends it: two promises, as the real one gives. */
export function addAndSendMsgToChat(chat: ChatModel, attributes: Outgoing): [Promise<MsgModel>, Promise<SendResult>] {
  const msg = new MsgModel(withoutBytes(attributes));
  chat.receive(msg);
  Msg.add(msg);
  return [Promise.resolve(msg), send(chat, msg, attributes)];
}
