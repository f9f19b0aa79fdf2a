/** What somebody may do in a group. Its creator is its superadmin, whom nobody removes. */
export type Rank = 'member' | 'admin' | 'superadmin';

/** Somebody in a group. */
export type Member = { number: string; rank: Rank };

/** Somebody who asks to be let in; `addedBy` asked for them. `t` is in seconds. */
export type MembershipRequest = { number: string; addedBy: string; method: 'InviteLink' | 'NonAdminAdd'; t: number };

/** A private invitation for one number, which carries a code of its own. `expires` is in seconds. */
export type PrivateInvite = { number: string; by: string; code: string; expires: number };

/** What can be set in a group. */
export type GroupSettings = {
  /** Only admins write. */
  announce: boolean;
  /** Only admins change subject, description and picture. */
  restrict: boolean;
  /** Every member may add people, not only admins. */
  membersAdd: boolean;
  /** Who comes by the link has to be let in by an admin. */
  approval: boolean;
};

/** A text of a group, and who gave it when. `t` is in seconds. */
export type GroupText = { text: string; by: string; t: number; id: string };

/** A group as the server keeps it; people are numbers. `createdAt` is in seconds. */
export type GroupRecord = GroupSettings & {
  id: string;
  owner: string;
  createdAt: number;
  /** How people are named in it: by phone number, or by hidden id as in newer groups. */
  addressing: 'pn' | 'lid';
  subject: GroupText;
  description: GroupText | null;
  members: Member[];
  requests: MembershipRequest[];
  invites: PrivateInvite[];
  inviteCode: string;
};

const groupIdPattern = /^\d{5,31}(?:-\d{5,15})?@g\.us$/;

/** Whether a text is the id of a group. */
export function isGroupId(text: string): boolean {
  return groupIdPattern.test(text);
}

/** Whether somebody is an admin of the group, its creator included. */
export function isAdmin({ members }: GroupRecord, number: string): boolean {
  return members.some((member) => member.number === number && member.rank !== 'member');
}

/** Whether somebody is in the group. */
export function isMember({ members }: GroupRecord, number: string): boolean {
  return members.some((member) => member.number === number);
}
