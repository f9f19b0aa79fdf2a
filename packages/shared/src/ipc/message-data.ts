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
});
export type MessageData = Static<typeof MessageData>;
