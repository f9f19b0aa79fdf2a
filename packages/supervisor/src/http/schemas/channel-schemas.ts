import Type from 'typebox';
import { ChannelData, ChannelReactions, ChannelSubscriber } from '@whatsapp-service/shared/ipc/channel-data.ts';
import { MessageId } from '@whatsapp-service/shared/ipc/message-content.ts';
import { ChannelId, PersonAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { Message } from './message-read-schemas.ts';
import { nullable, oneOf, ref, SessionPath } from './schema-parts.ts';

const closed = { additionalProperties: false };
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Description = Type.String({ maxLength: 2_048 });

/** The path that names a channel. */
export const ChannelPath = Type.Object({ ...SessionPath.properties, channel_id: ChannelId });

/** The path that names somebody in a channel. */
export const ChannelPersonPath = Type.Object({ ...ChannelPath.properties, contact_id: PersonAddress });

/** The path that names a channel's invite code. */
export const ChannelInvitePath = Type.Object({
  ...SessionPath.properties,
  invite_code: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$', description: 'What follows https://whatsapp.com/channel/ in a link.' }),
});

/** Which page of the channels. */
export const ChannelQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'How many at most.' })),
    cursor: Type.Optional(Type.String({ maxLength: 400, description: '`next_cursor` of the page before.' })),
  },
  closed,
);

/** Which posts. */
export const ChannelMessageQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'How many at most.' })),
    before: Type.Optional(Type.String({ ...MessageId, description: 'Only posts before this one: `next_before` of the page before.' })),
  },
  closed,
);

/** How many subscribers. */
export const ChannelSubscriberQuery = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100, description: 'How many at most.' })) },
  closed,
);

/** How channels are looked for. */
export const ChannelDirectoryQuery = Type.Object(
  {
    text: Type.Optional(Type.String({ maxLength: 200, default: '', description: 'What the name has in it.' })),
    country: Type.Optional(
      Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2; the account’s own where it is not said.' }),
    ),
    view: Type.Optional(
      oneOf(['recommended', 'trending', 'popular', 'new'], 'Which ones, where there is no text; `recommended` unless it is said.'),
    ),
    skip_subscribed: Type.Optional(
      oneOf(['true', 'false'], 'Whether to leave out those that the account follows; `false` unless it is said.'),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 50, description: 'How many at most.' })),
  },
  closed,
);

/** A channel. */
export const Channel = Type.Object(ChannelData.properties, {
  $id: 'Channel',
  description: 'A channel.',
  examples: [
    {
      channel_id: '120363000000000001@newsletter',
      name: 'News',
      description: null,
      role: 'owner',
      invite_link: 'https://whatsapp.com/channel/AbCdEfGhIjKl',
      subscriber_count: 12,
      created_at: '2026-11-23T16:00:00.000Z',
      verified: false,
      muted: false,
      reactions: 'all',
      unread_count: 0,
      last_activity: '2026-11-23T16:00:00.000Z',
    },
  ],
});

/** A page of channels. */
export const ChannelList = Type.Object(
  { channels: Type.Array(ref(Channel)), next_cursor: nullable(Type.String({ description: 'For the next page; null on the last one.' })) },
  { $id: 'ChannelList', description: 'A page of channels, by id. A description is cut at 1,000 characters here.' },
);

/** What was found. */
export const ChannelDirectory = Type.Object(
  { channels: Type.Array(ref(Channel)) },
  { $id: 'ChannelDirectory', description: 'Channels that were found. A description is cut at 1,000 characters here.' },
);

/** The body that makes a channel. */
export const ChannelInput = Type.Object(
  { name: Name, description: Type.Optional(Description) },
  { ...closed, examples: [{ name: 'News', description: 'What is new.' }] },
);

/** A channel that was made. */
export const ChannelCreated = Type.Object(
  { channel_id: Type.String(), invite_link: nullable(Type.String()) },
  {
    $id: 'ChannelCreated',
    description: 'A channel that was made.',
    examples: [{ channel_id: '120363000000000001@newsletter', invite_link: 'https://whatsapp.com/channel/AbCdEfGhIjKl' }],
  },
);

/** The body that changes a channel. */
export const ChannelChangeInput = Type.Object(
  {
    name: Type.Optional(Name),
    description: Type.Optional(Description),
    reactions: Type.Optional(Type.Union(ChannelReactions.anyOf, { description: 'Which reactions it lets its followers give.' })),
  },
  { ...closed, minProperties: 1, examples: [{ reactions: 'basic' }] },
);

/** A page of a channel's posts. */
export const ChannelMessages = Type.Object(
  {
    messages: Type.Array(ref(Message)),
    next_before: nullable(Type.String({ description: "Give it as `before` to get the next page; null at the channel's beginning." })),
  },
  {
    $id: 'ChannelMessages',
    description: 'Posts of a channel, the newest first; fewer than `limit` where they would be more than 700 kB.',
  },
);

/** Who follows a channel. */
export const ChannelSubscribers = Type.Object(
  { subscribers: Type.Array(ChannelSubscriber) },
  {
    $id: 'ChannelSubscribers',
    description: 'Those of the address book who follow a channel; WhatsApp tells of no others.',
    examples: [{ subscribers: [{ contact_id: '15550000002@c.us', role: 'subscriber' }] }],
  },
);

/** The body that invites an admin. */
export const AdminInviteInput = Type.Object(
  {
    contact_id: PersonAddress,
    comment: Type.Optional(Type.String({ maxLength: 1_024, default: '', description: 'What the invitation says.' })),
  },
  { ...closed, examples: [{ contact_id: '+15550000002' }] },
);

/** The body that gives a channel away. */
export const ChannelTransferInput = Type.Object(
  {
    contact_id: PersonAddress,
    dismiss_self: Type.Optional(Type.Boolean({ default: false, description: 'Do not stay its admin.' })),
  },
  { ...closed, description: 'The new owner has to be an admin already.', examples: [{ contact_id: '+15550000002' }] },
);
