import Type from 'typebox';
import type { Static } from 'typebox';
import { MessageExtras } from './message-extras.ts';

const id = Type.String({ minLength: 1, maxLength: 256 });

const count = Type.Integer({ minimum: 0 });

/** What is known of a message's media without having it. */
const MessageMedia = Type.Object({
  mime_type: Type.Union([Type.String({ maxLength: 200 }), Type.Null()], { description: "In the sender's words." }),
  size: Type.Union([count, Type.Null()], { description: 'Bytes.' }),
  file_name: Type.Union([Type.String({ maxLength: 255 }), Type.Null()], { description: 'Of a document, as its sender calls it.' }),
  sha256: Type.Union([Type.String({ pattern: '^[0-9a-f]{64}$' }), Type.Null()]),
  duration_seconds: Type.Union([count, Type.Null()]),
  width: Type.Union([count, Type.Null()], { description: 'Pixels.' }),
  height: Type.Union([count, Type.Null()], { description: 'Pixels.' }),
  gif: Type.Boolean({ description: 'A film that is shown as a GIF.' }),
  view_once: Type.Boolean({ description: 'Only a phone can open it.' }),
  url: Type.Optional(
    Type.String({ maxLength: 1_024, description: 'Where it can be had, as a path of this service; events and answers have it.' }),
  ),
});

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
  starred: Type.Optional(Type.Literal(true, { description: 'The account starred it.' })),
  forwarded: Type.Optional(Type.Literal(true)),
  ...MessageExtras.properties,
  edited_at: Type.Optional(Type.String({ description: 'When it was edited last: ISO 8601, UTC.' })),
  media: Type.Optional(MessageMedia),
  mentions: Type.Optional(Type.Array(id, { maxItems: 1_024, description: 'Who is mentioned in it.' })),
  location: Type.Optional(
    Type.Object({
      latitude: Type.Number(),
      longitude: Type.Number(),
      description: Type.String({ maxLength: 2_100, description: 'Name and address, a line each; empty where there is none.' }),
    }),
  ),
  vcards: Type.Optional(Type.Array(Type.String({ maxLength: 4_000 }), { maxItems: 40, description: 'Contact cards, as vCards.' })),
  scheduled_event: Type.Optional(
    Type.Object({
      name: Type.String({ maxLength: 1_000 }),
      description: Type.Union([Type.String({ maxLength: 4_000 }), Type.Null()]),
      start_time: Type.Union([Type.String(), Type.Null()], { description: 'ISO 8601, UTC.' }),
      end_time: Type.Union([Type.String(), Type.Null()], { description: 'ISO 8601, UTC; null where it is open.' }),
      location: Type.Union([Type.String({ maxLength: 2_000 }), Type.Null()]),
      call_link: Type.Union([Type.String({ maxLength: 1_000 }), Type.Null()]),
      canceled: Type.Boolean(),
    }),
  ),
  poll: Type.Optional(
    Type.Object({
      question: Type.String({ maxLength: 1_000 }),
      options: Type.Array(Type.String({ maxLength: 255 }), { maxItems: 20 }),
      multiple_answers: Type.Boolean(),
    }),
  ),
});
export type MessageData = Static<typeof MessageData>;
