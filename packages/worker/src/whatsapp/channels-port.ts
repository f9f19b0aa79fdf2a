import type { Static } from 'typebox';
import type { ChannelData, ChannelSubscriber } from '@whatsapp-service/shared/ipc/channel-data.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { ChannelChange, ChannelSearch } from '@whatsapp-service/shared/ipc/methods/channel-methods.ts';

/**
 * Channels; people are WhatsApp ids here, no phone numbers. The methods that name a channel throw ChatNotFound where there is none, ChannelRole
 * for what the account's role does not allow, ChannelRefused for what WhatsApp refuses all the same.
 */
export interface ChannelsPort {
  list(after: string | null, limit: number): Promise<{ channels: ChannelData[]; next: string | null }>;
  get(channelId: string): Promise<ChannelData>;
  /** Throws InviteNotFound. */
  byInvite(inviteCode: string): Promise<ChannelData>;
  search(search: Static<typeof ChannelSearch>): Promise<ChannelData[]>;
  create(name: string, description: string): Promise<{ channelId: string; inviteLink: string | null }>;
  update(channelId: string, change: Static<typeof ChannelChange>): Promise<ChannelData>;
  remove(channelId: string): Promise<void>;
  setSubscribed(channelId: string, subscribed: boolean): Promise<void>;
  setMuted(channelId: string, muted: boolean): Promise<void>;
  /** The newest first. */
  messages(channelId: string, limit: number): Promise<MessageData[]>;
  /** Those of the address book only. */
  subscribers(channelId: string, limit: number): Promise<ChannelSubscriber[]>;
  inviteAdmin(channelId: string, person: string, comment: string): Promise<void>;
  revokeAdminInvite(channelId: string, person: string): Promise<void>;
  /** Throws InviteNotFound. */
  acceptAdminInvite(channelId: string): Promise<void>;
  demoteAdmin(channelId: string, person: string): Promise<void>;
  transfer(channelId: string, newOwner: string, dismissSelf: boolean): Promise<void>;
}
