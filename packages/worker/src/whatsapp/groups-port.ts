import type { Static } from 'typebox';
import type {
  GroupData,
  GroupInviteInfo,
  GroupParticipant,
  MembershipRequest,
  ParticipantResult,
} from '@whatsapp-service/shared/ipc/group-data.ts';
import type { GroupChange } from '@whatsapp-service/shared/ipc/methods/group-methods.ts';
import type { PictureFile } from '@whatsapp-service/shared/ipc/picture-file.ts';

export type ParticipantAct = 'remove' | 'promote' | 'demote';
export type GroupInvite = { readonly inviteCode: string } | { readonly messageId: string };

/** Whether those who cannot be added are sent a private invitation, and with which words. */
export interface Invitations {
  readonly sendInvites: boolean;
  readonly inviteComment: string;
}

/**
 * Groups of the linked account; people are WhatsApp ids here, no phone numbers. Every method but the first throws ChatNotFound for a group
 * that the account is not in, NotGroupAdmin for what only admins may, GroupRefused for what WhatsApp refuses all the same.
 */
export interface GroupsPort {
  list(after: string | null, limit: number): Promise<{ groups: GroupData[]; next: string | null }>;
  get(groupId: string): Promise<GroupData>;
  participants(groupId: string, after: string | null, limit: number): Promise<{ participants: GroupParticipant[]; next: string | null }>;
  create(
    subject: string,
    participants: readonly string[],
    options: Invitations & { readonly membershipApproval: boolean },
  ): Promise<{ groupId: string; participants: ParticipantResult[] }>;
  update(groupId: string, change: Static<typeof GroupChange>): Promise<GroupData>;
  /** Throws MediaFileUnusable or PictureRefused. */
  setPicture(groupId: string, picture: PictureFile): Promise<void>;
  /** Where there is no picture, nothing is done. */
  removePicture(groupId: string): Promise<void>;
  leave(groupId: string): Promise<void>;
  addParticipants(groupId: string, participants: readonly string[], invitations: Invitations): Promise<ParticipantResult[]>;
  changeParticipants(groupId: string, act: ParticipantAct, participants: readonly string[]): Promise<ParticipantResult[]>;
  inviteCode(groupId: string): Promise<string>;
  revokeInvite(groupId: string): Promise<string>;
  /** Throws InviteNotFound. */
  inviteInfo(inviteCode: string): Promise<GroupInviteInfo>;
  /** `joined` is false where an admin has to let the account in first. Throws InviteNotFound, MessageNotFound, NoInvitation. */
  join(invite: GroupInvite): Promise<{ groupId: string; joined: boolean }>;
  membershipRequests(groupId: string): Promise<MembershipRequest[]>;
  decideRequests(groupId: string, requesters: readonly string[], approve: boolean): Promise<ParticipantResult[]>;
}
