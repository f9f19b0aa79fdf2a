import Type from 'typebox';
import type { Static } from 'typebox';
import { MediaFileName } from './media-file.ts';
import { ChatAddress } from '../session/chat-address.ts';

/** Schema of a message's id as WhatsApp Web writes it: direction, chat, id, and in groups who wrote it. */
export const MessageId = Type.String({
  pattern: '^(true|false)_[^_\\s]{1,100}_[^_\\s]{1,64}(_[^_\\s]{1,80})?$',
  description: 'The `message_id` of a message of this session.',
});

/** The message that is answered. */
export const quoted = { quoted_message_id: Type.Optional(MessageId) };

/** The text that is shown with a picture, a film or a file. */
export const captioned = {
  caption: Type.Optional(
    Type.String({ minLength: 1, maxLength: 65_536, pattern: '\\S', description: 'What is shown with it; not only blanks.' }),
  ),
  mentions: Type.Optional(
    Type.Array(ChatAddress, {
      maxItems: 1_024,
      description: 'Who is mentioned; the caption names each as `@` and the digits of the number.',
    }),
  ),
};

/** A text; not only blanks. */
export const TextContent = Type.Object({
  kind: Type.Literal('text'),
  text: Type.String({ minLength: 1, maxLength: 65_536, pattern: '\\S', description: 'What to send; not only blanks.' }),
  mentions: Type.Optional(
    Type.Array(ChatAddress, { maxItems: 1_024, description: 'Who is mentioned; the text names each as `@` and the digits of the number.' }),
  ),
  link_preview: Type.Optional(Type.Boolean({ description: 'Whether the first link is shown with a preview; true unless it is said.' })),
  ...quoted,
});

/** A place on the map. */
export const LocationContent = Type.Object({
  kind: Type.Literal('location'),
  latitude: Type.Number({ minimum: -90, maximum: 90, description: 'Degrees north.' }),
  longitude: Type.Number({ minimum: -180, maximum: 180, description: 'Degrees east.' }),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000, description: 'What the place is called.' })),
  address: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000, description: 'Where the place is, in words.' })),
  ...quoted,
});

/** One contact card or several. */
export const ContactsContent = Type.Object({
  kind: Type.Literal('contacts'),
  contacts: Type.Array(ChatAddress, { minItems: 1, maxItems: 100, description: 'Whose cards are sent; each has to be on WhatsApp.' }),
  ...quoted,
});

/** A question with answers to choose from. */
export const PollContent = Type.Object({
  kind: Type.Literal('poll'),
  question: Type.String({ minLength: 1, maxLength: 255, pattern: '\\S', description: 'What is asked; not only blanks.' }),
  options: Type.Array(Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }), {
    minItems: 2,
    maxItems: 12,
    uniqueItems: true,
    description: 'The answers; 2 to 12, each another.',
  }),
  multiple_answers: Type.Optional(Type.Boolean({ description: 'Whether more than one answer may be chosen; false unless it is said.' })),
  ...quoted,
});

/** What an announced event is. */
export const ScheduledEvent = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description: 'What the event is called; not only blanks.' }),
  start_time: Type.String({ format: 'date-time', maxLength: 40, description: 'When it begins; ISO 8601, with its time zone.' }),
  duration_minutes: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 525_600, description: 'How long it takes; open where it is left out.' }),
  ),
  description: Type.Optional(Type.String({ minLength: 1, maxLength: 2_048 })),
  location: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000, description: 'Where it is, in words.' })),
  call: Type.Optional(
    Type.Union([Type.Literal('video'), Type.Literal('voice')], { description: 'Whether it is a call; the message has a link to it then.' }),
  ),
});
export type ScheduledEvent = Static<typeof ScheduledEvent>;

/** An event to which people answer whether they come. */
export const ScheduledEventContent = Type.Object({ kind: Type.Literal('scheduled_event'), ...ScheduledEvent.properties, ...quoted });

/** The kinds of messages that carry a file. */
export const mediaKinds = ['image', 'video', 'gif', 'audio', 'voice', 'document', 'sticker'] as const;
export type MediaKind = (typeof mediaKinds)[number];

/** A message that carries a file; the file lies in the session's media folder, which init names to the worker. */
export const MediaContent = Type.Object({
  kind: Type.Unsafe<MediaKind>({ type: 'string', enum: mediaKinds }),
  file: MediaFileName,
  mime_type: Type.String({ pattern: '^[a-z0-9.+-]+/[a-z0-9.+-]+(; ?codecs=[a-z0-9.]+)?$', maxLength: 200 }),
  file_name: Type.String({ minLength: 1, maxLength: 255 }),
  size: Type.Integer({ minimum: 1 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  ...captioned,
  view_once: Type.Optional(Type.Boolean({ description: 'Whether it can be looked at once only; false unless it is said.' })),
  ...quoted,
});
export type MediaContent = Static<typeof MediaContent>;

/** What a message can be. */
export const MessageContent = Type.Union([TextContent, LocationContent, ContactsContent, PollContent, ScheduledEventContent, MediaContent]);
export type MessageContent = Static<typeof MessageContent>;
