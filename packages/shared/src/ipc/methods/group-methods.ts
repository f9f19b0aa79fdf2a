import Type from 'typebox';
import { GroupId, PersonAddress } from '../../session/chat-address.ts';
import { GroupData, GroupInviteInfo, GroupParticipant, MembershipRequest, ParticipantResult } from '../group-data.ts';
import { PictureFile } from '../picture-file.ts';
import type { Side } from '../side.ts';

const id = Type.String({ minLength: 1, maxLength: 256 });
const after = Type.Union([id, Type.Null()]);
const next = Type.Union([id, Type.Null()]);
const limit = Type.Integer({ minimum: 1, maximum: 100 });
const timeoutMs = 30_000;
const Nothing = Type.Object({});
const InGroup = Type.Object({ groupId: GroupId });
/** WhatsApp is asked for each in turn, which has to fit into the deadline. */
const People = Type.Array(PersonAddress, { minItems: 1, maxItems: 50 });
const results = Type.Object({ participants: Type.Array(ParticipantResult, { maxItems: 50 }) });
const invitation = { sendInvites: Type.Boolean(), inviteComment: Type.String({ maxLength: 1_024 }) };
const InviteCode = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' });

/** What is changed in a group: its texts and settings, each where it is said. */
export const GroupChange = Type.Object({
  subject: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  description: Type.Optional(Type.String({ maxLength: 2_048 })),
  messagesAdminsOnly: Type.Optional(Type.Boolean()),
  infoAdminsOnly: Type.Optional(Type.Boolean()),
  addMembersAdminsOnly: Type.Optional(Type.Boolean()),
});

/**
 * What a worker does in groups. A group that the account is not in is refused by WRK_CHAT_NOT_FOUND, what only admins may by
 * WRK_NOT_GROUP_ADMIN, what WhatsApp refuses all the same by WRK_GROUP_REFUSED.
 */
export const groupMethods = {
  /** The groups after an id, by id; `next` is the id to go on after, or null. */
  'group.list': {
    params: Type.Object({ after, limit }),
    result: Type.Object({ groups: Type.Array(GroupData, { maxItems: 100 }), next }),
    timeoutMs,
  },
  /** As WhatsApp's server has it now. */
  'group.get': { params: InGroup, result: Type.Object({ group: GroupData }), timeoutMs },
  'group.participants': {
    params: Type.Object({ groupId: GroupId, after, limit: Type.Integer({ minimum: 1, maximum: 1_000 }) }),
    result: Type.Object({ participants: Type.Array(GroupParticipant, { maxItems: 1_000 }), next }),
    timeoutMs,
  },
  'group.create': {
    params: Type.Object({
      subject: Type.String({ minLength: 1, maxLength: 100 }),
      participants: Type.Array(PersonAddress, { maxItems: 50 }),
      membershipApproval: Type.Boolean(),
      ...invitation,
    }),
    result: Type.Object({ groupId: id, participants: Type.Array(ParticipantResult, { maxItems: 50 }) }),
    timeoutMs,
  },
  'group.update': { params: Type.Object({ groupId: GroupId, change: GroupChange }), result: Type.Object({ group: GroupData }), timeoutMs },
  /** A file that cannot be used is refused by WRK_MEDIA_FILE_UNUSABLE or WRK_PICTURE_REFUSED. */
  'group.set_picture': { params: Type.Object({ groupId: GroupId, ...PictureFile.properties }), result: Nothing, timeoutMs },
  'group.remove_picture': { params: InGroup, result: Nothing, timeoutMs },
  'group.leave': { params: InGroup, result: Nothing, timeoutMs },
  'group.add_participants': { params: Type.Object({ groupId: GroupId, participants: People, ...invitation }), result: results, timeoutMs },
  /** Those already so are not asked for again. */
  'group.change_participants': {
    params: Type.Object({
      groupId: GroupId,
      act: Type.Union([Type.Literal('remove'), Type.Literal('promote'), Type.Literal('demote')]),
      participants: People,
    }),
    result: results,
    timeoutMs,
  },
  'group.invite_code': { params: InGroup, result: Type.Object({ inviteCode: InviteCode }), timeoutMs },
  /** Makes the invite code void and gives the next one. */
  'group.revoke_invite': { params: InGroup, result: Type.Object({ inviteCode: InviteCode }), timeoutMs },
  /** An unknown, revoked or expired code is refused by WRK_INVITE_NOT_FOUND. */
  'group.invite_info': { params: Type.Object({ inviteCode: InviteCode }), result: GroupInviteInfo, timeoutMs },
  /** By an invite code, or by the message that was a private invitation. */
  'group.join': {
    params: Type.Object({ invite: Type.Union([Type.Object({ inviteCode: InviteCode }), Type.Object({ messageId: id })]) }),
    result: Type.Object({ groupId: id, joined: Type.Boolean() }),
    timeoutMs,
  },
  'group.membership_requests': {
    params: InGroup,
    result: Type.Object({ requests: Type.Array(MembershipRequest, { maxItems: 1_000 }) }),
    timeoutMs,
  },
  'group.decide_requests': {
    params: Type.Object({ groupId: GroupId, requesters: People, approve: Type.Boolean() }),
    result: results,
    timeoutMs,
  },
} as const satisfies Side['methods'];
