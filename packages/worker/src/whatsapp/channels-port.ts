import type { Static } from 'typebox';
import type { ChannelData, ChannelSubscriber } from '@whatsapp-service/shared/ipc/channel-data.ts';
import type { ChannelChange, ChannelSearch } from '@whatsapp-service/shared/ipc/methods/channel-methods.ts';
import type { PictureFile } from '@whatsapp-service/shared/ipc/picture-file.ts';
import type { MessagePage } from './message-reads-port.ts';

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
  /** Throws MessageNotFound. */
  messages(channelId: string, limit: number, beforeMessage?: string): Promise<MessagePage>;
  setSeen(channelId: string): Promise<void>;
  /** Throws MediaFileUnusable or PictureRefused. */
  setPicture(channelId: string, picture: PictureFile): Promise<void>;
  removePicture(channelId: string): Promise<void>;
  /** Those of the address book only. */
  subscribers(channelId: string, limit: number): Promise<ChannelSubscriber[]>;
  inviteAdmin(channelId: string, person: string, comment: string): Promise<void>;
  revokeAdminInvite(channelId: string, person: string): Promise<void>;
  /** Throws InviteNotFound. */
  acceptAdminInvite(channelId: string): Promise<void>;
  demoteAdmin(channelId: string, person: string): Promise<void>;
  transfer(channelId: string, newOwner: string, dismissSelf: boolean): Promise<void>;
}
