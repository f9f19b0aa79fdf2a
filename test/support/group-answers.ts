import type { GroupData, ParticipantResult } from '@whatsapp-service/shared/ipc/group-data.ts';

/** A group as the port gives it. */
export function groupData(overrides: Partial<GroupData> = {}): GroupData {
  return {
    group_id: '120363000000000001@g.us',
    subject: 'Customers',
    description: null,
    owner: '15550000001@c.us',
    created_at: '2026-11-23T16:00:00.000Z',
    role: 'superadmin',
    settings: { messages_admins_only: false, info_admins_only: false, add_members_admins_only: true, membership_approval: false },
    participant_count: 3,
    unread_count: 0,
    last_activity: null,
    ...overrides,
  };
}

const groupId = '120363000000000001@g.us';
const bob = '15550000002@c.us';
const inviteCode = 'AbCdEfGhIjKl';
const become = (result: ParticipantResult['result']) => ({ participants: [{ participant_id: bob, result, detail: null }] });

/** What a worker answers about groups where no worker is. */
export const groupAnswers = {
  'group.list': { groups: [groupData()], next: groupId },
  'group.get': { group: groupData() },
  'group.participants': { participants: [{ participant_id: bob, lid: null, role: 'member' as const }], next: null },
  'group.create': { groupId, ...become('invited') },
  'group.update': { group: groupData({ subject: 'Changed' }) },
  'group.set_picture': {},
  'group.remove_picture': {},
  'group.leave': {},
  'group.add_participants': become('added'),
  'group.change_participants': become('removed'),
  'group.invite_code': { inviteCode },
  'group.revoke_invite': { inviteCode },
  'group.invite_info': {
    group_id: groupId,
    subject: 'Customers',
    description: null,
    owner: null,
    created_at: null,
    participant_count: 3,
    membership_approval: null,
  },
  'group.join': { groupId, joined: false },
  'group.membership_requests': {
    requests: [{ requester_id: bob, requested_by: bob, method: 'invite_link' as const, requested_at: null }],
  },
  'group.decide_requests': become('approved'),
};
