import Type from 'typebox';
import type { Static } from 'typebox';

const id = Type.String({ minLength: 1, maxLength: 256 });

/** A message in our own words, the same in IPC, events and HTTP. */
export const MessageData = Type.Object({
  message_id: id,
  chat_id: id,
  from: id,
  to: id,
  author: Type.Union([id, Type.Null()], { description: 'Who wrote it, in a group.' }),
  from_me: Type.Boolean(),
  type: Type.String({ maxLength: 64 }),
  text: Type.String({ maxLength: 70_000 }),
  timestamp: Type.String({ description: 'ISO 8601, UTC.' }),
  ack: Type.Integer({
    minimum: -1,
    maximum: 4,
    description: '-1 error, 0 pending, 1 at the server, 2 delivered, 3 read, 4 played.',
  }),
  has_media: Type.Boolean(),
  mentions: Type.Optional(Type.Array(id, { maxItems: 1_024, description: 'Who is mentioned in it.' })),
  location: Type.Optional(
    Type.Object({
      latitude: Type.Number(),
      longitude: Type.Number(),
      description: Type.String({ maxLength: 2_100, description: 'Name and address, a line each; empty where there is none.' }),
    }),
  ),
  vcards: Type.Optional(Type.Array(Type.String({ maxLength: 4_000 }), { maxItems: 40, description: 'Contact cards, as vCards.' })),
  poll: Type.Optional(
    Type.Object({
      question: Type.String({ maxLength: 1_000 }),
      options: Type.Array(Type.String({ maxLength: 255 }), { maxItems: 20 }),
      multiple_answers: Type.Boolean(),
    }),
  ),
});
export type MessageData = Static<typeof MessageData>;
