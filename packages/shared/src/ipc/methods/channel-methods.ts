import Type from 'typebox';
import { ChannelId, PersonAddress } from '../../session/chat-address.ts';
import { ChannelData, ChannelReactions, ChannelSubscriber } from '../channel-data.ts';
import { MessageId } from '../message-content.ts';
import { MessageData } from '../message-data.ts';
import { PictureFile } from '../picture-file.ts';
import type { Side } from '../side.ts';

const id = Type.String({ minLength: 1, maxLength: 256 });
const timeoutMs = 30_000;
const Nothing = Type.Object({});
const InChannel = Type.Object({ channelId: ChannelId });
const OfPerson = Type.Object({ channelId: ChannelId, person: PersonAddress });
const OneChannel = Type.Object({ channel: ChannelData });
const limit = Type.Integer({ minimum: 1, maximum: 100 });
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Description = Type.String({ maxLength: 2_048 });

/** What is changed of a channel, each where it is said. */
export const ChannelChange = Type.Object({
  name: Type.Optional(Name),
  description: Type.Optional(Description),
  reactions: Type.Optional(ChannelReactions),
});

/** How channels are looked for. */
export const ChannelSearch = Type.Object({
  text: Type.String({ maxLength: 200 }),
  countryCodes: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { maxItems: 20 }),
  view: Type.Union([Type.Literal('recommended'), Type.Literal('trending'), Type.Literal('popular'), Type.Literal('new')]),
  skipSubscribed: Type.Boolean(),
  limit: Type.Integer({ minimum: 1, maximum: 50 }),
});

/**
 * What a worker does with channels. An unknown one is refused by WRK_CHAT_NOT_FOUND, what only its owner or admins may by WRK_CHANNEL_ROLE, what
 * WhatsApp refuses all the same by WRK_CHANNEL_REFUSED.
 */
export const channelMethods = {
  /** The channels that the account owns, helps to run or follows, after an id, by id. */
  'channel.list': {
    params: Type.Object({ after: Type.Union([id, Type.Null()]), limit }),
    result: Type.Object({ channels: Type.Array(ChannelData, { maxItems: 100 }), next: Type.Union([id, Type.Null()]) }),
    timeoutMs,
  },
  'channel.get': { params: InChannel, result: OneChannel, timeoutMs },
  /** An unknown code is refused by WRK_INVITE_NOT_FOUND. */
  'channel.by_invite': {
    params: Type.Object({ inviteCode: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }) }),
    result: OneChannel,
    timeoutMs,
  },
  'channel.search': { params: ChannelSearch, result: Type.Object({ channels: Type.Array(ChannelData, { maxItems: 50 }) }), timeoutMs },
  'channel.create': {
    params: Type.Object({ name: Name, description: Description }),
    result: Type.Object({ channelId: id, inviteLink: Type.Union([Type.String({ maxLength: 512 }), Type.Null()]) }),
    timeoutMs,
  },
  'channel.update': { params: Type.Object({ channelId: ChannelId, change: ChannelChange }), result: OneChannel, timeoutMs },
  'channel.delete': { params: InChannel, result: Nothing, timeoutMs },
  'channel.set_subscribed': { params: Type.Object({ channelId: ChannelId, subscribed: Type.Boolean() }), result: Nothing, timeoutMs },
  'channel.set_muted': { params: Type.Object({ channelId: ChannelId, muted: Type.Boolean() }), result: Nothing, timeoutMs },
  /** The newest first: before a post, or the last. A post that the channel does not have is refused by WRK_MESSAGE_NOT_FOUND. */
  'channel.messages': {
    params: Type.Object({ channelId: ChannelId, limit, beforeMessage: Type.Optional(MessageId) }),
    result: Type.Object({
      messages: Type.Array(MessageData, { maxItems: 100 }),
      nextBefore: Type.Union([Type.String({ maxLength: 256 }), Type.Null()]),
    }),
    timeoutMs,
  },
  'channel.seen': { params: InChannel, result: OneChannel, timeoutMs },
  /** A file that cannot be used is refused by WRK_MEDIA_FILE_UNUSABLE or WRK_PICTURE_REFUSED. */
  'channel.set_picture': { params: Type.Object({ channelId: ChannelId, ...PictureFile.properties }), result: Nothing, timeoutMs },
  'channel.remove_picture': { params: InChannel, result: Nothing, timeoutMs },
  'channel.subscribers': {
    params: Type.Object({ channelId: ChannelId, limit: Type.Integer({ minimum: 1, maximum: 1_000 }) }),
    result: Type.Object({ subscribers: Type.Array(ChannelSubscriber, { maxItems: 1_000 }) }),
    timeoutMs,
  },
  /** Somebody who is not on WhatsApp is refused by WRK_NOT_ON_WHATSAPP. */
  'channel.invite_admin': {
    params: Type.Object({ channelId: ChannelId, person: PersonAddress, comment: Type.String({ maxLength: 1_024 }) }),
    result: Nothing,
    timeoutMs,
  },
  'channel.revoke_admin_invite': { params: OfPerson, result: Nothing, timeoutMs },
  /** Where the account was not invited: WRK_INVITE_NOT_FOUND. */
  'channel.accept_admin_invite': { params: InChannel, result: Nothing, timeoutMs },
  'channel.demote_admin': { params: OfPerson, result: Nothing, timeoutMs },
  'channel.transfer': {
    params: Type.Object({ channelId: ChannelId, newOwner: PersonAddress, dismissSelf: Type.Boolean() }),
    result: Nothing,
    timeoutMs,
  },
} as const satisfies Side['methods'];
