import { Chat } from '#page/chats/chat-collection.ts';
import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireAddResult, WireGroup } from '../../protocol/server-frames.ts';

type Settings = {
  title: string;
  addressingModeOverride?: string;
  memberAddMode: boolean;
  membershipApprovalMode: boolean;
  announce: boolean;
  restrict: boolean;
};
type Created = { wid: Wid; subject: string; participants: Array<Record<string, unknown> & { wid: Wid }> };

/** Makes a group; who cannot be added has an error and, at 403, what an invitation needs. */
export async function createGroup(settings: Settings, people: Array<{ phoneNumber: Wid }>): Promise<Created> {
  const answer = (await serverLink.request('group_create', {
    subject: settings.title,
    addressing: settings.addressingModeOverride === 'lid' ? 'lid' : 'pn',
    people: people.map(({ phoneNumber }) => phoneNumber._serialized),
    membersAdd: !settings.memberAddMode,
    approval: settings.membershipApprovalMode,
    announce: settings.announce,
    restrict: settings.restrict,
  })) as { group: WireGroup; results: WireAddResult[] };
  const { group, results } = answer;
  Chat.learnGroup(group);
  const creator = { wid: createWid(group.owner), type: 'superadmin' };
  const others = results.map(({ id, status, code, expires }) => ({
    wid: createWid(id),
    ...(status === 200 ? {} : { error: status }),
    ...(code === null ? {} : { invite_code: code, invite_code_exp: expires }),
  }));
  return { wid: createWid(group.id), subject: group.subject.text, participants: [creator, ...others] };
}
