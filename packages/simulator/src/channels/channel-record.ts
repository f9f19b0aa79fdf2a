import Type, { type Static } from 'typebox';

/** What somebody posted in a channel. `t` is in seconds; `serverId` grows by one. */
export const ChannelPost = Type.Object({
  id: Type.String(),
  serverId: Type.Number(),
  by: Type.String(),
  body: Type.String(),
  type: Type.String(),
  t: Type.Number(),
  /** What else its message has: of a file, where it lies and what it is. */
  attributes: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
export type ChannelPost = Static<typeof ChannelPost>;

/** A channel as the server keeps it; people are numbers. `createdAt` is in seconds. */
export const ChannelRecord = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  createdAt: Type.Number(),
  inviteCode: Type.String(),
  owner: Type.String(),
  admins: Type.Array(Type.String()),
  /** Those who follow it, without owner and admins. */
  subscribers: Type.Array(Type.String()),
  /** Those who were asked to become admins. */
  invited: Type.Array(Type.String()),
  muted: Type.Array(Type.String()),
  /** WhatsApp's own code: 0 all reactions, 1 the basic ones, 3 none. */
  reactions: Type.Number(),
  posts: Type.Array(ChannelPost),
  /** The newest post that somebody has read. */
  readBy: Type.Optional(Type.Record(Type.String(), Type.Number())),
});
export type ChannelRecord = Static<typeof ChannelRecord>;

/** What somebody is to a channel. */
export type ChannelRole = 'owner' | 'admin' | 'subscriber' | 'guest';

/** What somebody is to a channel. */
export function channelRole({ owner, admins, subscribers }: ChannelRecord, number: string): ChannelRole {
  if (owner === number) return 'owner';
  if (admins.includes(number)) return 'admin';
  return subscribers.includes(number) ? 'subscriber' : 'guest';
}

/** Whether a text is the id of a channel. */
export function isChannelId(text: string): boolean {
  return /^\d{5,31}@newsletter$/.test(text);
}
