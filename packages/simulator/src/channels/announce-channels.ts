import type { ConnectionHub } from '../connection/connection-hub.ts';
import type { ChannelDesk } from './channel-desk.ts';
import { channelRole } from './channel-record.ts';
import { channelAsSeenBy, postAsSeenBy } from './channel-view.ts';

/** Tells the pages what happens in channels: those of their followers, as soon as it happens. */
export function announceChannels(channels: ChannelDesk, hub: ConnectionHub): void {
  channels.on('changed', (channel) => {
    for (const { device, connection } of hub.sessions()) {
      connection.send({ kind: 'channel', channel: channelAsSeenBy(channel, device.number) });
    }
  });
  channels.on('posted', (channel, post) => {
    for (const { device, connection } of hub.sessions()) {
      if (channelRole(channel, device.number) === 'guest') continue;
      connection.send({ kind: 'channel_post', channel: channel.id, post: postAsSeenBy(post, device.number) });
    }
  });
  channels.on('removed', ({ id }) => {
    for (const { connection } of hub.sessions()) connection.send({ kind: 'channel_removed', channel: id });
  });
}
