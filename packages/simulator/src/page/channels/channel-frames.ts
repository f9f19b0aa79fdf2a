import { Msg } from '#page/messages/msg-collection.ts';
import { WAWebNewsletterCollection } from '#page/channels/newsletter-collection.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';

type Frame<Kind extends ServerFrame['kind']> = Extract<ServerFrame, { kind: Kind }>;

/** The channels that the account owns, helps to run, or follows. */
export function onChannels({ channels }: Frame<'channels'>): void {
  for (const channel of channels) WAWebNewsletterCollection.learn(channel);
}

/** A channel changed; one that is nothing to the account is not made known by it. */
export function onChannel({ channel }: Frame<'channel'>): void {
  if (channel.role !== 'guest' || WAWebNewsletterCollection.get(channel.id)) WAWebNewsletterCollection.learn(channel);
}

/** Somebody posted; an admin of this account on another device, too. */
export function onChannelPost({ channel: id, post }: Frame<'channel_post'>): void {
  const channel = WAWebNewsletterCollection.get(id);
  const msg = channel?.msgOf(post, true);
  if (!channel || !msg || channel.msgs.get(msg.id)) return;
  channel.msgs.add(msg);
  channel.set({ t: msg.t, lastReceivedKey: msg.id, unreadCount: channel.unreadCount + (post.fromMe ? 0 : 1) });
  Msg.add(msg);
}

/** Its owner has deleted it. */
export function onChannelRemoved({ channel }: Frame<'channel_removed'>): void {
  WAWebNewsletterCollection.remove(channel);
}
