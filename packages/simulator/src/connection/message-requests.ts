import Type from 'typebox';
import type { AccountView } from '../messages/account-view.ts';
import { chatOf, peopleOf } from '../messages/message-record.ts';
import type { MessageDesk } from '../messages/message-desk.ts';
import type { MessageStore } from '../messages/message-store.ts';
import { MessageUnknown } from '../simulator-errors.ts';
import { method, type Methods } from './request-method.ts';

type Parts = { desk: MessageDesk; messages: MessageStore; view: AccountView; chatOfWid: (wid: string) => string };

const OfMessage = Type.Object({ messageId: Type.String() });
const Edit = Type.Object({ messageId: Type.String(), text: Type.String() });
const EditEvent = Type.Object({ messageId: Type.String(), attributes: Type.Record(Type.String(), Type.Unknown()) });
const Star = Type.Object({ messageId: Type.String(), starred: Type.Boolean() });
const Pin = Type.Object({ messageId: Type.String(), durationMs: Type.Number() });
const Order = Type.Object({ orderId: Type.String(), token: Type.String() });
const Vote = Type.Object({ messageId: Type.String(), options: Type.Array(Type.Number()) });

/** What pages ask to be done with messages that were sent. */
export function messageRequests({ desk, messages, view, chatOfWid }: Parts): Methods {
  return {
    edit: method(Edit, ({ device }, { messageId, text }) => desk.edit(device.number, messageId, text)),
    edit_event: method(EditEvent, ({ device }, { messageId, attributes }) => desk.editEvent(device.number, messageId, attributes)),
    revoke: method(OfMessage, ({ device }, { messageId }) => desk.revoke(device.number, messageId)),
    hide: method(OfMessage, ({ device }, { messageId }) => desk.hide(device.number, messageId)),
    star: method(Star, ({ device }, { messageId, starred }) => desk.star(device.number, messageId, starred)),
    pin: method(Pin, ({ device }, { messageId, durationMs }) => desk.pin(device.number, messageId, durationMs)),
    pinned: method(Type.Object({ chat: Type.String() }), ({ device: { number } }, { chat }) =>
      desk.pinned(number, chatOfWid(chat)).map((record) => view.message(number, record)),
    ),
    order: method(Order, ({ device: { number } }, asked) => orderOf(messages, number, asked)),
    vote: method(Vote, ({ device }, { messageId, options }) => desk.vote(device.number, messageId, options)),
    votes: method(OfMessage, ({ device: { number } }, { messageId }) => {
      const chat = chatOf(desk.seen(number, messageId), number);
      return desk.votes(number, messageId).map(({ sender, ...vote }) => ({ ...vote, sender: view.widIn(chat, sender) }));
    }),
    reactions: method(OfMessage, ({ device: { number } }, { messageId }) => {
      const record = desk.seen(number, messageId);
      const given = Object.entries(record.reactions).filter(([, text]) => text !== '');
      return given.map(([sender, text]) => ({ sender: view.widIn(chatOf(record, number), sender), text, t: record.t }));
    }),
    message_info: method(OfMessage, ({ device: { number } }, { messageId }) => {
      const record = messages.get(messageId);
      if (record?.from !== number) throw new MessageUnknown(messageId);
      const others = peopleOf(record).filter((other) => other !== number);
      return others.map((other) => ({ id: view.widIn(record.to, other), ...record.reached?.[other] }));
    }),
  };
}

/** What a phone said of an order that it sent; the token is the order's own. */
function orderOf(messages: MessageStore, number: string, { orderId, token }: { orderId: string; token: string }): unknown {
  const all = messages.peersOf(number).flatMap((peer) => [...messages.conversation(number, peer)]);
  const found = all.find(({ attributes }) => attributes['orderId'] === orderId && attributes['token'] === token);
  return found?.attributes['orderDetail'] ?? null;
}
