import type { Client, GroupChat } from 'whatsapp-web.js';
import type { GroupRole, MembershipRequest, ParticipantResult } from '@whatsapp-service/shared/ipc/group-data.ts';
import { CallFailed, GroupRefused } from '../../worker-errors.ts';
import { addResultOf, membershipRequestOf, roleOf } from '../group-data-of.ts';
import type { Invitations, ParticipantAct } from '../groups-port.ts';
import { idOf, listOf, property, textOf } from '../raw-value.ts';
import { evaluate } from './evaluate.ts';
import { rolesScript } from './group-scripts.ts';
import { unlessRefused } from './refusal.ts';

/** Between two people the library waits for so long, at random, so that it looks less like a machine. */
const pauseMs = [100, 200];
const maxRequests = 1_000;

interface KnownIds {
  /** The id of the phone number, where WhatsApp knows one. */
  readonly phone: string | null;
  readonly lid: string | null;
}

type Wanted = { readonly role: (role: GroupRole | null) => boolean; readonly result: ParticipantResult['result'] };

const wantedOf: Readonly<Record<ParticipantAct, Wanted>> = {
  remove: { role: (role) => role === null, result: 'removed' },
  promote: { role: (role) => role === 'admin' || role === 'superadmin', result: 'promoted' },
  demote: { role: (role) => role === 'member', result: 'demoted' },
};

/** People coming into groups, in them, and going; what became of each is told. The caller sees to the rights. */
export class GroupPeople {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async create(
    subject: string,
    participants: readonly string[],
    { membershipApproval, sendInvites, inviteComment }: Invitations & { readonly membershipApproval: boolean },
  ): Promise<{ groupId: string; participants: ParticipantResult[] }> {
    const known = await this.#phonesOf(participants);
    const options = { membershipApprovalMode: membershipApproval, autoSendInviteV4: sendInvites, comment: inviteComment };
    const answer: unknown = await this.#client.createGroup(subject, phones(known), options);
    const groupId = idOf(property(answer, 'gid'));
    if (groupId === null) throw new CallFailed('group.create', textOf(answer, 300) ?? 'it gave no id of a group');
    const told = property(answer, 'participants');
    return { groupId, participants: participants.map((id, index) => addedOf(id, known[index], told)) };
  }

  async add(chat: GroupChat, participants: readonly string[], { sendInvites, inviteComment }: Invitations): Promise<ParticipantResult[]> {
    const known = await this.#phonesOf(participants);
    const wanted = phones(known);
    const options = { sleep: [...pauseMs], autoSendInviteV4: sendInvites, comment: inviteComment };
    const told: unknown = wanted.length === 0 ? {} : await chat.addParticipants(wanted, options);
    if (typeof told === 'string') throw new GroupRefused('to add people', chat.id._serialized, ` ${told.slice(0, 200)}.`);
    return participants.map((id, index) => addedOf(id, known[index], told));
  }

  /** Looks at the roles before and after: the library says 200 whatever the server did. */
  async change(chat: GroupChat, act: ParticipantAct, participants: readonly string[]): Promise<ParticipantResult[]> {
    const groupId = chat.id._serialized;
    const wanted = wantedOf[act];
    const before = await this.#roles(groupId, participants, false);
    const concerned = participants.filter((_id, index) => before[index] !== null && !wanted.role(before[index] ?? null));
    if (concerned.length > 0) {
      await unlessRefused(chat[`${act}Participants`](concerned), () => new GroupRefused(`to ${act} participants`, groupId, ''));
    }
    const after = concerned.length > 0 ? await this.#roles(groupId, participants, true) : before;
    return participants.map((participant_id, index) => {
      if (before[index] === null) return { participant_id, result: 'not_a_member', detail: null };
      const isDone = wanted.role(after[index] ?? null);
      const detail = before[index] === 'superadmin' ? 'The group’s creator stays its superadmin.' : 'WhatsApp left them as they were.';
      return { participant_id, result: isDone ? wanted.result : 'failed', detail: isDone ? null : detail };
    });
  }

  async membershipRequests(groupId: string): Promise<MembershipRequest[]> {
    const requests: unknown = await this.#client.getGroupMembershipRequests(groupId);
    return listOf(requests, maxRequests).flatMap(membershipRequestOf);
  }

  /** A request has one of the two ids of a person; whoever did not ask is not decided on. */
  async decide(groupId: string, requesters: readonly string[], approve: boolean): Promise<ParticipantResult[]> {
    const asking = new Set((await this.membershipRequests(groupId)).map(({ requester_id: id }) => id));
    const known = await this.#idsOf(requesters);
    const requestIds = requesters.map((id, index) =>
      [id, known[index]?.phone, known[index]?.lid].find((each) => each != null && asking.has(each)),
    );
    const requesterIds = requestIds.filter((id) => id != null);
    const told = requesterIds.length === 0 ? [] : listOf(await this.#tell(groupId, requesterIds, approve), requesterIds.length);
    if (told.length < requesterIds.length) throw new GroupRefused('to decide on membership requests', groupId, '');
    const outcomes = new Map(requesterIds.map((id, index) => [id, told[index]]));
    return requesters.map((participant_id, index): ParticipantResult => {
      const requestId = requestIds[index];
      return requestId == null
        ? { participant_id, result: 'no_request', detail: null }
        : decidedOf(participant_id, outcomes.get(requestId), approve);
    });
  }

  async #tell(groupId: string, requesterIds: string[], approve: boolean): Promise<unknown> {
    const options = { requesterIds, sleep: [...pauseMs] };
    if (approve) return this.#client.approveGroupMembershipRequests(groupId, options);
    return this.#client.rejectGroupMembershipRequests(groupId, options);
  }

  async #roles(groupId: string, people: readonly string[], anew: boolean): Promise<(GroupRole | null)[]> {
    const roles = listOf(await evaluate(this.#client, rolesScript(groupId, people, anew)), people.length);
    return people.map((_id, index) => roleOf(roles[index]));
  }

  /** By phone numbers alone: at a hidden id whose number it does not know the library throws in the middle of its work. */
  async #phonesOf(people: readonly string[]): Promise<KnownIds[]> {
    if (people.every((id) => !id.endsWith('@lid'))) return people.map((phone) => ({ phone, lid: null }));
    return this.#idsOf(people);
  }

  async #idsOf(people: readonly string[]): Promise<KnownIds[]> {
    const found: unknown = await this.#client.getContactLidAndPhone([...people]);
    return listOf(found, people.length).map((each) => ({ phone: idOf(property(each, 'pn')), lid: idOf(property(each, 'lid')) }));
  }
}

function phones(known: readonly KnownIds[]): string[] {
  return [...new Set(known.flatMap(({ phone }) => phone ?? []))];
}

function addedOf(id: string, known: KnownIds | undefined, told: unknown): ParticipantResult {
  if (known?.phone == null) return { participant_id: id, result: 'not_on_whatsapp', detail: null };
  return addResultOf(id, property(told, known.phone));
}

function decidedOf(participantId: string, told: unknown, approve: boolean): ParticipantResult {
  const [error, message] = [property(told, 'error'), textOf(property(told, 'message'), 250)];
  if (Number(error) === 404) return { participant_id: participantId, result: 'no_request', detail: null };
  // A refusal by the server has no code there, only its name as the message.
  const failed = error !== undefined || message === null || message === 'ServerStatusCodeError';
  if (failed) return { participant_id: participantId, result: 'failed', detail: message };
  return { participant_id: participantId, result: approve ? 'approved' : 'rejected', detail: null };
}
