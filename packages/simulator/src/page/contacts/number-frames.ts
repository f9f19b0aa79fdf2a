import { Chat } from '#page/chats/chat-collection.ts';
import { createWid } from '#page/contacts/WAWebWidFactory.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import { Msg } from '#page/messages/msg-collection.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';

type Frame<Kind extends ServerFrame['kind']> = Extract<ServerFrame, { kind: Kind }>;

/** Somebody has another number now: a note in their chat, which whatsapp-web.js sees when it changes. */
export function onNumberChanged({ id, contact, from, to, t }: Frame<'number_changed'>): void {
  const chat = Chat.learn(contact);
  const key = new MsgKey({ fromMe: false, remote: chat.id, id });
  if (Msg.get(key)) return;
  const templateParams = [createWid(`${from}@c.us`), createWid(`${to}@c.us`)].map(String);
  const note = new MsgModel({
    id: key,
    type: 'notification_template',
    subtype: 'change_number',
    templateParams,
    from: chat.id,
    to: `${to}@c.us`,
    author: Conn.wid,
    body: '',
    t,
    ack: 1,
    isNewMsg: false,
  });
  note.isNotification = true;
  chat.msgs.add(note);
  Msg.add(note);
  note.set({ viewed: true });
}
