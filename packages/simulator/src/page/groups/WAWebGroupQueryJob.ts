import { Chat } from '#page/chats/chat-collection.ts';
import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireGroup } from '../../protocol/server-frames.ts';

/** Asks the server for the group anew; throws where the account is not in it. */
export async function queryAndUpdateGroupMetadataById({ id }: { id: string }): Promise<void> {
  Chat.learnGroup((await serverLink.request('group', { group: id })) as WireGroup);
}

/** Makes the invite code void and gives the next one. */
export async function resetGroupInviteCode(wid: Wid): Promise<{ code: string }> {
  return { code: (await serverLink.request('group_invite_reset', { group: wid._serialized })) as string };
}

/** The group behind an invite code. */
export async function queryGroupInvite(code: string): Promise<Record<string, unknown>> {
  const group = (await serverLink.request('group_invite_info', { code })) as WireGroup;
  const { subject, description, createdAt, owner, announce, restrict, approval, participants } = group;
  return {
    id: createWid(group.id),
    subject: subject.text,
    subjectTime: subject.t,
    desc: description?.text,
    descId: description?.id,
    creation: createdAt,
    owner: createWid(owner),
    announce,
    restrict,
    membershipApprovalMode: approval,
    size: participants.length,
  };
}
