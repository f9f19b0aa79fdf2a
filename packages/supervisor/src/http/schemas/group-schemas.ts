import Type from 'typebox';
import {
  GroupData,
  GroupInviteInfo,
  GroupParticipant,
  MembershipRequest,
  ParticipantResult,
} from '@whatsapp-service/shared/ipc/group-data.ts';
import { GroupId, PersonAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { nullable, oneOf, ref, SessionPath } from './schema-parts.ts';

const closed = { additionalProperties: false };
const cursor = Type.Optional(Type.String({ maxLength: 400, description: '`next_cursor` of the page before.' }));
const nextCursor = { next_cursor: nullable(Type.String({ description: 'For the next page; null on the last one.' })) };
const groupId = { group_id: Type.String() };
const Subject = Type.String({ minLength: 1, maxLength: 100 });
const people = (most: number, description: string, least = 1) =>
  Type.Array(PersonAddress, { minItems: least, maxItems: most, description });

/** The path that names a group. */
export const GroupPath = Type.Object({ ...SessionPath.properties, group_id: GroupId });

/** The path that names somebody in a group. */
export const GroupParticipantPath = Type.Object({ ...GroupPath.properties, participant_id: PersonAddress });

const InviteCode = Type.String({
  pattern: '^[A-Za-z0-9_-]{1,64}$',
  description: 'What follows https://chat.whatsapp.com/ in an invite link.',
});

/** The path that names an invite code. */
export const GroupInvitePath = Type.Object({ ...SessionPath.properties, invite_code: InviteCode });

/** Which page of the groups. */
export const GroupQuery = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'How many at most.' })), cursor },
  closed,
);

/** Which page of a group's participants. */
export const ParticipantQuery = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100, description: 'How many at most.' })), cursor },
  closed,
);

/** A group that the account is in. */
export const Group = Type.Object(GroupData.properties, {
  $id: 'Group',
  description: 'A group that the account is in.',
  examples: [
    {
      group_id: '120363000000000001@g.us',
      subject: 'Customers',
      description: null,
      owner: '15550000001@c.us',
      created_at: '2026-11-23T16:00:00.000Z',
      role: 'superadmin',
      settings: { messages_admins_only: false, info_admins_only: false, add_members_admins_only: true, membership_approval: false },
      participant_count: 3,
      unread_count: 0,
      last_activity: '2026-11-23T16:00:00.000Z',
    },
  ],
});

/** A page of groups. */
export const GroupList = Type.Object(
  { groups: Type.Array(ref(Group)), ...nextCursor },
  { $id: 'GroupList', description: 'A page of the groups that the account is in, by id. A description is cut at 1,000 characters here.' },
);

/** A page of a group's participants. */
export const GroupParticipantList = Type.Object(
  { participants: Type.Array(GroupParticipant), ...nextCursor },
  { $id: 'GroupParticipantList', description: 'A page of the people in a group, by id.' },
);

const invitation = {
  send_invites: Type.Optional(
    Type.Boolean({
      default: true,
      description: 'Whether those whose privacy settings keep them from being added are sent a private invitation.',
    }),
  ),
  invite_comment: Type.Optional(Type.String({ maxLength: 1_024, default: '', description: 'What the invitation says.' })),
};

/** The body that makes a group. */
export const GroupInput = Type.Object(
  {
    subject: Subject,
    participants: people(50, 'Those to be in it from the start; the others are added afterwards.', 0),
    membership_approval: Type.Optional(
      Type.Boolean({ default: false, description: 'An admin lets in who comes by the invite link. It can be chosen only now.' }),
    ),
    ...invitation,
  },
  { ...closed, examples: [{ subject: 'Customers', participants: ['+15550000002'] }] },
);

/** What became of several people. */
export const ParticipantResults = Type.Object(
  { participants: Type.Array(ParticipantResult) },
  {
    $id: 'ParticipantResults',
    description: 'What became of each, in the order in which they were given.',
    examples: [{ participants: [{ participant_id: '+15550000002', result: 'added', detail: null }] }],
  },
);

/** A group that was made. */
export const GroupCreated = Type.Object(
  { ...groupId, participants: Type.Array(ParticipantResult) },
  {
    $id: 'GroupCreated',
    description: 'A group that was made, and what became of each who was to be in it.',
    examples: [{ group_id: '120363000000000001@g.us', participants: [{ participant_id: '+15550000002', result: 'added', detail: null }] }],
  },
);

/** The body that changes a group. */
export const GroupChangeInput = Type.Object(
  {
    subject: Type.Optional(Subject),
    description: Type.Optional(Type.String({ maxLength: 2_048, description: 'Empty to take it away.' })),
    messages_admins_only: Type.Optional(Type.Boolean({ description: 'Only admins write.' })),
    info_admins_only: Type.Optional(Type.Boolean({ description: 'Only admins change subject, description and picture.' })),
    add_members_admins_only: Type.Optional(Type.Boolean({ description: 'Only admins add people.' })),
  },
  { ...closed, minProperties: 1, examples: [{ subject: 'Customers of the north', messages_admins_only: true }] },
);

/** The body that adds people. */
export const AddParticipantsInput = Type.Object(
  { participants: people(50, 'Whom to add; WhatsApp is asked for each in turn.'), ...invitation },
  { ...closed, examples: [{ participants: ['+15550000002'] }] },
);

/** The body that names people. */
export const ParticipantsInput = Type.Object(
  { participants: people(50, 'Who is meant.') },
  { ...closed, examples: [{ participants: ['+15550000002'] }] },
);

/** An invite code. */
export const GroupInviteCode = Type.Object(
  { ...groupId, invite_code: Type.String(), invite_link: Type.String() },
  {
    $id: 'GroupInviteCode',
    description: 'By what people come into a group.',
    examples: [{ group_id: '120363000000000001@g.us', invite_code: 'AbCdEfGhIjKl', invite_link: 'https://chat.whatsapp.com/AbCdEfGhIjKl' }],
  },
);

/** The group behind an invite code. */
export const GroupInvite = Type.Object(GroupInviteInfo.properties, { $id: 'GroupInvite', description: 'The group behind an invite code.' });

/** The body that joins a group. */
export const GroupJoinInput = Type.Union(
  [
    Type.Object({ invite_code: InviteCode }, { ...closed, description: 'By an invite code.' }),
    Type.Object(
      { message_id: Type.String({ minLength: 1, maxLength: 256 }) },
      { ...closed, description: 'By a private invitation: the received message of the type `groups_v4_invite`.' },
    ),
  ],
  { examples: [{ invite_code: 'AbCdEfGhIjKl' }] },
);

/** What came of joining. */
export const GroupJoined = Type.Object(
  { ...groupId, status: oneOf(['joined', 'requested'], '`requested` where an admin has to let the account in first.') },
  { $id: 'GroupJoined', description: 'What came of joining.', examples: [{ group_id: '120363000000000001@g.us', status: 'joined' }] },
);

/** Those who ask to be let in. */
export const MembershipRequestList = Type.Object(
  { requests: Type.Array(MembershipRequest) },
  { $id: 'MembershipRequestList', description: 'Those who ask to be let in, 1,000 at most.' },
);
