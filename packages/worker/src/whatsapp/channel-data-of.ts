import type { ChannelData, ChannelReactions, ChannelSubscriber } from '@whatsapp-service/shared/ipc/channel-data.ts';
import { countOf, idOf, property, textOf, timeOf } from './raw-value.ts';

/** The page's own codes, the other way round than the library's setReactionSetting() takes them. */
const reactionsOf: Readonly<Record<number, ChannelReactions>> = { 0: 'all', 1: 'basic', 3: 'none' };
const roles = ['owner', 'admin', 'subscriber'] as const;

/** A channel of the library, or of the page, in the contract's words; null for what is none. */
export function channelDataOf(raw: unknown, longestDescription = 2_048): ChannelData | null {
  const channelId = idOf(property(raw, 'id'));
  if (channelId === null) return null;
  const metadata = property(raw, 'channelMetadata');
  const role = property(metadata, 'membershipType');
  return {
    channel_id: channelId,
    name: textOf(property(raw, 'name') ?? property(metadata, 'name'), 1_000) ?? '',
    description: textOf(property(metadata, 'description') ?? property(raw, 'description'), longestDescription),
    role: roles.find((known) => known === role) ?? 'guest',
    invite_link: inviteLinkOf(metadata),
    subscriber_count: countOf(property(metadata, 'size') ?? property(metadata, 'subscribersCount')),
    created_at: timeOf(property(metadata, 'createdAtTs')),
    verified: property(metadata, 'verified') === true,
    muted: isMuted(raw),
    reactions: reactionsOf[Number(property(metadata, 'reactionCodesSetting'))] ?? null,
    unread_count: countOf(property(raw, 'unreadCount')) ?? 0,
    last_activity: timeOf(property(raw, 'timestamp') ?? property(raw, 't')),
  };
}

/** Somebody who follows a channel. */
export function subscriberOf(raw: unknown): ChannelSubscriber[] {
  const contactId = idOf(property(property(raw, 'contact'), 'id'));
  return contactId === null ? [] : [{ contact_id: contactId, role: textOf(property(raw, 'role'), 64) ?? 'subscriber' }];
}

/** The library takes a channel whose muting it does not know for a muted one. */
function isMuted(raw: unknown): boolean {
  const expiration = property(raw, 'muteExpiration');
  return typeof expiration === 'number' && expiration !== 0;
}

function inviteLinkOf(metadata: unknown): string | null {
  const code = textOf(property(metadata, 'inviteCode'), 64);
  return textOf(property(metadata, 'inviteLink'), 512) ?? (code === null ? null : `https://whatsapp.com/channel/${code}`);
}
