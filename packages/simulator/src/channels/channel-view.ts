import type { WireChannel, WirePost } from '../protocol/server-frames.ts';
import { type ChannelPost, type ChannelRecord, channelRole } from './channel-record.ts';

const postsAtLogin = 20;

/** A channel as somebody sees it, with its latest posts. */
export function channelAsSeenBy(channel: ChannelRecord, number: string): WireChannel {
  const { id, name, description, createdAt, inviteCode, reactions, subscribers, admins, muted, posts } = channel;
  return {
    ...{ id, name, description, createdAt, inviteCode, reactions },
    role: channelRole(channel, number),
    followers: subscribers.length + admins.length + 1,
    muted: muted.includes(number),
    posts: posts.slice(-postsAtLogin).map((post) => postAsSeenBy(post, number)),
  };
}

/** A post as somebody sees it. */
export function postAsSeenBy({ id, serverId, by, body, type, t, attributes = {} }: ChannelPost, number: string): WirePost {
  return { id, serverId, fromMe: by === number, body, type, t, attributes };
}
