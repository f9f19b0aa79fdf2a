import type {
  GroupData,
  GroupInviteInfo,
  GroupParticipant,
  GroupRole,
  MembershipRequest,
  ParticipantResult,
} from '@whatsapp-service/shared/ipc/group-data.ts';
import { countOf, idOf, property, textOf, timeOf } from './raw-value.ts';

const maxSubject = 1_000;
const maxDescription = 2_048;

/** A group of the page in the contract's words; null where the account is not in it. */
export function groupDataOf(raw: unknown, longestDescription = maxDescription): GroupData | null {
  const [groupId, role] = [idOf(property(raw, 'id')), roleOf(property(raw, 'role'))];
  if (groupId === null || role === null) return null;
  return {
    group_id: groupId,
    subject: textOf(property(raw, 'subject'), maxSubject) ?? '',
    description: textOf(property(raw, 'description'), longestDescription),
    owner: idOf(property(raw, 'owner')),
    created_at: timeOf(property(raw, 'creation')),
    role,
    settings: {
      messages_admins_only: property(raw, 'announce') === true,
      info_admins_only: property(raw, 'restrict') === true,
      add_members_admins_only: property(raw, 'adminsAdd') === true,
      membership_approval: property(raw, 'approval') === true,
    },
    participant_count: countOf(property(raw, 'count')) ?? 0,
    unread_count: property(raw, 'unreadCount') === -1 ? -1 : (countOf(property(raw, 'unreadCount')) ?? 0),
    last_activity: timeOf(property(raw, 't')),
  };
}

/** Somebody in a group. */
export function participantOf(raw: unknown): GroupParticipant[] {
  const [id, role] = [idOf(property(raw, 'id')), roleOf(property(raw, 'role'))];
  return id === null || role === null ? [] : [{ participant_id: id, lid: idOf(property(raw, 'lid')), role }];
}

/** A role, or null for anything else. */
export function roleOf(value: unknown): GroupRole | null {
  return value === 'member' || value === 'admin' || value === 'superadmin' ? value : null;
}

/** What an invite code says; null where it says of no group. */
export function inviteInfoOf(raw: unknown): GroupInviteInfo | null {
  const groupId = idOf(property(raw, 'id'));
  if (groupId === null) return null;
  const approval = property(raw, 'membershipApprovalMode');
  return {
    group_id: groupId,
    subject: textOf(property(raw, 'subject'), maxSubject) ?? '',
    description: textOf(property(raw, 'desc'), maxDescription),
    owner: idOf(property(raw, 'owner')),
    created_at: timeOf(property(raw, 'creation')),
    participant_count: countOf(property(raw, 'size')),
    membership_approval: typeof approval === 'boolean' ? approval : null,
  };
}

const methods = { InviteLink: 'invite_link', NonAdminAdd: 'member_add', LinkedGroupJoin: 'community' } as const;

/** Somebody who asks to be let in. */
export function membershipRequestOf(raw: unknown): MembershipRequest[] {
  const requesterId = idOf(property(raw, 'id'));
  if (requesterId === null) return [];
  const method = property(raw, 'requestMethod');
  return [
    {
      requester_id: requesterId,
      requested_by: idOf(property(raw, 'addedBy')),
      method: method === 'InviteLink' || method === 'NonAdminAdd' || method === 'LinkedGroupJoin' ? methods[method] : 'unknown',
      requested_at: timeOf(property(raw, 't')),
    },
  ];
}

const addResults: Readonly<Record<number, ParticipantResult['result']>> = { 200: 'added', 404: 'not_on_whatsapp', 409: 'already_member' };

/** What the library says of somebody who was to be added; its words for a code where the code alone does not say it all. */
export function addResultOf(participantId: string, raw: unknown): ParticipantResult {
  const code = Number(property(raw, 'code') ?? property(raw, 'statusCode'));
  if (code === 403) {
    const result = property(raw, 'isInviteV4Sent') === true ? 'invited' : 'invite_needed';
    return { participant_id: participantId, result, detail: null };
  }
  const result = addResults[code] ?? 'failed';
  const said = textOf(property(raw, 'message'), 250);
  const detail = said === null ? 'WhatsApp said nothing of them.' : `${said} (code ${code})`;
  return { participant_id: participantId, result, detail: result === 'failed' ? detail : null };
}
