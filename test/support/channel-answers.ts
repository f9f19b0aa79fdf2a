import type { ChannelData } from '@whatsapp-service/shared/ipc/channel-data.ts';
import { messageData } from './fake-client.ts';

const channelId = '120363000000000001@newsletter';

/** A channel as the port gives it. */
export function channelData(overrides: Partial<ChannelData> = {}): ChannelData {
  return {
    channel_id: channelId,
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
    last_activity: null,
    ...overrides,
  };
}

/** What a worker answers about channels where no worker is. */
export const channelAnswers = {
  'channel.list': { channels: [channelData()], next: channelId },
  'channel.get': { channel: channelData() },
  'channel.by_invite': { channel: channelData({ role: 'guest' }) },
  'channel.search': { channels: [channelData({ role: 'guest' })] },
  'channel.create': { channelId, inviteLink: null },
  'channel.update': { channel: channelData({ reactions: 'none' }) },
  'channel.delete': {},
  'channel.set_subscribed': {},
  'channel.set_muted': {},
  'channel.messages': { messages: [messageData({ chat_id: channelId })], nextBefore: null },
  'channel.seen': { channel: channelData() },
  'channel.set_picture': {},
  'channel.remove_picture': {},
  'channel.subscribers': { subscribers: [{ contact_id: '15550000002@c.us', role: 'subscriber' }] },
  'channel.invite_admin': {},
  'channel.revoke_admin_invite': {},
  'channel.accept_admin_invite': {},
  'channel.demote_admin': {},
  'channel.transfer': {},
};
