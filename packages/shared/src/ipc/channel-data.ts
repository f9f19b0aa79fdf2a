import Type from 'typebox';
import type { Static } from 'typebox';

const id = Type.String({ minLength: 1, maxLength: 256 });
const time = Type.Union([Type.String({ maxLength: 64 }), Type.Null()], { description: 'ISO 8601, UTC.' });

/** Which reactions a channel lets its followers give. */
export const ChannelReactions = Type.Union([Type.Literal('all'), Type.Literal('basic'), Type.Literal('none')]);
export type ChannelReactions = Static<typeof ChannelReactions>;

/** A channel in our own words, the same in IPC and HTTP. */
export const ChannelData = Type.Object({
  channel_id: id,
  name: Type.String({ maxLength: 1_000 }),
  description: Type.Union([Type.String({ maxLength: 2_048 }), Type.Null()]),
  role: Type.Union([Type.Literal('owner'), Type.Literal('admin'), Type.Literal('subscriber'), Type.Literal('guest')], {
    description: 'The account’s own; a guest does not follow it.',
  }),
  invite_link: Type.Union([Type.String({ maxLength: 512 }), Type.Null()]),
  subscriber_count: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], { description: 'Where WhatsApp says so.' }),
  created_at: time,
  verified: Type.Boolean(),
  muted: Type.Boolean(),
  reactions: Type.Union([ChannelReactions, Type.Null()], {
    description: 'Which reactions it lets its followers give; null where WhatsApp does not say.',
  }),
  unread_count: Type.Integer({ minimum: 0 }),
  last_activity: time,
});
export type ChannelData = Static<typeof ChannelData>;

/** Somebody of the address book who follows a channel. */
export const ChannelSubscriber = Type.Object({ contact_id: id, role: Type.String({ maxLength: 64 }) });
export type ChannelSubscriber = Static<typeof ChannelSubscriber>;
