import type { AccountStore } from '../accounts/account-store.ts';
import type { WireGroup } from '../protocol/server-frames.ts';
import { isAdmin, isMember, type GroupRecord } from './group-record.ts';

/** The WhatsApp id by which a group names somebody: of the phone number, or the hidden one. */
export function memberWid(accounts: AccountStore, { addressing }: Pick<GroupRecord, 'addressing'>, number: string): string {
  const lid = addressing === 'lid' ? accounts.find(number)?.lid : undefined;
  return lid === undefined ? `${number}@c.us` : `${lid}@lid`;
}

/** A group as one account sees it: whoever is out sees nobody in it, and only admins see who asks to be let in. */
export function groupAsSeenBy(accounts: AccountStore, group: GroupRecord, number: string): WireGroup {
  const wid = (person: string): string => memberWid(accounts, group, person);
  const { id, createdAt, owner, addressing, announce, restrict, membersAdd, approval, subject, description } = group;
  const inside = isMember(group, number);
  const members = inside ? group.members : group.members.filter((member) => member.number !== number);
  return {
    id,
    createdAt,
    owner: wid(owner),
    addressing,
    announce,
    restrict,
    membersAdd,
    approval,
    subject: { ...subject, by: wid(subject.by) },
    description: description && { ...description, by: wid(description.by) },
    inside,
    participants: members.map((member) => ({
      id: wid(member.number),
      number: member.number,
      lid: accounts.find(member.number)?.lid ?? '',
      pushname: accounts.find(member.number)?.name ?? null,
      rank: member.rank,
    })),
    requests: isAdmin(group, number)
      ? group.requests.map((request) => ({ ...request, id: wid(request.number), addedBy: wid(request.addedBy) }))
      : [],
  };
}
