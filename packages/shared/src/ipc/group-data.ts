import Type from 'typebox';
import type { Static, TSchema } from 'typebox';

const id = Type.String({ minLength: 1, maxLength: 256 });
const time = Type.String({ maxLength: 64, description: 'ISO 8601, UTC.' });
const role = Type.Union([Type.Literal('member'), Type.Literal('admin'), Type.Literal('superadmin')]);

function nullable<T extends TSchema>(schema: T, description?: string) {
  return Type.Union([schema, Type.Null()], description === undefined ? {} : { description });
}

/** Somebody in a group. */
export const GroupParticipant = Type.Object({
  participant_id: Type.String({
    maxLength: 256,
    description: 'By phone number (…@c.us) where the session knows it, else the hidden id (…@lid).',
  }),
  lid: nullable(id, 'The hidden id, where the group or the session knows it.'),
  role: Type.Union(role.anyOf, { description: 'The group’s creator is its superadmin.' }),
});
export type GroupParticipant = Static<typeof GroupParticipant>;

/** Who may do what in a group. */
const GroupSettings = Type.Object({
  messages_admins_only: Type.Boolean({ description: 'Only admins write.' }),
  info_admins_only: Type.Boolean({ description: 'Only admins change subject, description and picture.' }),
  add_members_admins_only: Type.Boolean({ description: 'Only admins add people.' }),
  membership_approval: Type.Boolean({ description: 'An admin lets in who comes by the invite link.' }),
});

/** A group that the account is in, in our own words, the same in IPC and HTTP. */
export const GroupData = Type.Object({
  group_id: id,
  subject: Type.String({ maxLength: 1_000 }),
  description: nullable(Type.String({ maxLength: 2_048 })),
  owner: nullable(id, 'Who made it, where WhatsApp says so.'),
  created_at: nullable(time),
  role: Type.Union(role.anyOf, { description: 'The account’s own.' }),
  settings: GroupSettings,
  participant_count: Type.Integer({ minimum: 0 }),
  unread_count: Type.Integer({ minimum: -1, description: '-1 where the chat was marked as unread.' }),
  last_activity: nullable(time),
});
export type GroupData = Static<typeof GroupData>;

/** What an invite code says of its group. */
export const GroupInviteInfo = Type.Object({
  group_id: id,
  subject: Type.String({ maxLength: 1_000 }),
  description: nullable(Type.String({ maxLength: 2_048 })),
  owner: nullable(id),
  created_at: nullable(time),
  participant_count: nullable(Type.Integer({ minimum: 0 })),
  membership_approval: nullable(Type.Boolean(), 'Whether an admin has to let in who comes by it; null where WhatsApp does not say.'),
});
export type GroupInviteInfo = Static<typeof GroupInviteInfo>;

/** What became of one person in a command on several. */
export const ParticipantResult = Type.Object({
  participant_id: Type.String({ maxLength: 256, description: 'As it was given.' }),
  result: Type.Union(
    [
      Type.Literal('added'),
      Type.Literal('invited'),
      Type.Literal('invite_needed'),
      Type.Literal('already_member'),
      Type.Literal('not_on_whatsapp'),
      Type.Literal('removed'),
      Type.Literal('promoted'),
      Type.Literal('demoted'),
      Type.Literal('approved'),
      Type.Literal('rejected'),
      Type.Literal('not_a_member'),
      Type.Literal('no_request'),
      Type.Literal('failed'),
    ],
    {
      description:
        '`invited`: cannot be added, a private invitation was sent · `invite_needed`: cannot be added, none was sent · `failed`: WhatsApp refused, `detail` says what is known.',
    },
  ),
  detail: nullable(Type.String({ maxLength: 300 })),
});
export type ParticipantResult = Static<typeof ParticipantResult>;

/** Somebody who asks to be let in. */
export const MembershipRequest = Type.Object({
  requester_id: id,
  requested_by: nullable(id, 'Who asked for them: themselves, or a member.'),
  method: Type.Union([Type.Literal('invite_link'), Type.Literal('member_add'), Type.Literal('community'), Type.Literal('unknown')]),
  requested_at: nullable(time),
});
export type MembershipRequest = Static<typeof MembershipRequest>;

export type GroupRole = Static<typeof role>;
