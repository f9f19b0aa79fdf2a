import Type from 'typebox';
import { ChatData, chatKinds, MutedUntil } from '@whatsapp-service/shared/ipc/chat-data.ts';
import { chatStates } from '@whatsapp-service/shared/ipc/methods/chat-methods.ts';
import { ChatAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { Message } from './message-read-schemas.ts';
import { nullable, oneOf, ref, SessionPath } from './schema-parts.ts';

const closed = { additionalProperties: false };

/** The path that names a chat. */
export const ChatPath = Type.Object({ ...SessionPath.properties, chat_id: ChatAddress });

/** A chat. */
export const Chat = Type.Object(
  { ...ChatData.properties, last_message: nullable(ref(Message)) },
  {
    $id: 'Chat',
    description: 'A conversation with one person, in a group, or of another kind.',
    examples: [
      {
        chat_id: '15550000002@c.us',
        kind: 'person',
        name: 'Bob Builder',
        unread_count: 2,
        marked_unread: false,
        archived: false,
        pinned: true,
        muted_until: null,
        read_only: false,
        timestamp: '2026-11-23T16:00:00.000Z',
        last_message: null,
      },
    ],
  },
);

/** A page of chats. */
export const ChatList = Type.Object(
  {
    chats: Type.Array(ref(Chat)),
    next_cursor: nullable(Type.String({ description: 'Give it as `cursor` to get the next page; null on the last one.' })),
  },
  { $id: 'ChatList', description: 'Chats by last activity, the latest first.' },
);

/** Whether older messages were asked for. */
export const HistoryRequest = Type.Object(
  { requested: Type.Boolean({ description: 'False where the phone has given all that it gives.' }) },
  { $id: 'HistoryRequest', description: 'Whether the phone was asked for older messages.', examples: [{ requested: true }] },
);

/** Which chats to list. */
export const ChatQuery = Type.Object(
  {
    archived: Type.Optional(oneOf(['true', 'false'], 'Only the archived ones, or only the others.')),
    unread: Type.Optional(oneOf(['true', 'false'], 'Only those with something unread or marked so, or only the others.')),
    kind: Type.Optional(oneOf(chatKinds, 'Only chats of this kind.')),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'How many at most.' })),
    cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next_cursor` of the page before.' })),
  },
  closed,
);

/** What to set for a chat. */
export const ChatChangeInput = Type.Object(
  {
    archived: Type.Optional(Type.Boolean({ description: 'Archiving takes the pin off.' })),
    pinned: Type.Optional(Type.Boolean({ description: 'WhatsApp pins three chats at most.' })),
    muted_until: Type.Optional(MutedUntil),
    unread: Type.Optional(Type.Boolean({ description: 'Marks it unread, or reads it; who wrote sees that it was read.' })),
  },
  {
    ...closed,
    minProperties: 1,
    description: 'What is left out stays as it is.',
    examples: [{ archived: true }, { muted_until: 'forever' }],
  },
);

/** What the other side is shown. */
export const ChatStateInput = Type.Object(
  { state: oneOf(chatStates, '`typing` and `recording` fade after some 25 seconds.') },
  { ...closed, examples: [{ state: 'typing' }] },
);
