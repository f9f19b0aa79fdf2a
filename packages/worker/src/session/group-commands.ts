import type { groupMethods } from '@whatsapp-service/shared/ipc/methods/group-methods.ts';
import type { ParticipantResult } from '@whatsapp-service/shared/ipc/group-data.ts';
import type { MethodHandlers } from '@whatsapp-service/shared/ipc/side.ts';
import { parseChatAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { BadAddress } from '../worker-errors.ts';
import type { GroupsPort } from '../whatsapp/groups-port.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { askPage } from './ask-page.ts';

type Handlers = MethodHandlers<typeof groupMethods>;
type Ask = <T>(what: string, call: (groups: GroupsPort) => Promise<T>) => Promise<T>;

/** What is answered about groups; `client` throws where the session is not connected. */
export function groupCommands(client: () => WhatsAppClient): Handlers {
  const ask: Ask = async (what, call) => askPage(what, async () => call(client().groups));
  return {
    'group.list': ({ after, limit }) => ask('group.list', (groups) => groups.list(after, limit)),
    'group.get': async ({ groupId }) => ({ group: await ask('group.get', (groups) => groups.get(groupId)) }),
    'group.participants': ({ groupId, after, limit }) => ask('group.participants', (groups) => groups.participants(groupId, after, limit)),
    'group.update': async ({ groupId, change }) => ({ group: await ask('group.update', (groups) => groups.update(groupId, change)) }),
    'group.set_picture': async ({ groupId, ...picture }) => {
      await ask('group.set_picture', (groups) => groups.setPicture(groupId, picture));
      return {};
    },
    'group.remove_picture': async ({ groupId }) => {
      await ask('group.remove_picture', (groups) => groups.removePicture(groupId));
      return {};
    },
    'group.leave': async ({ groupId }) => {
      await ask('group.leave', (groups) => groups.leave(groupId));
      return {};
    },
    ...peopleCommands(ask),
    ...inviteCommands(ask),
  };
}

type PeopleMethods =
  | 'group.create'
  | 'group.add_participants'
  | 'group.change_participants'
  | 'group.membership_requests'
  | 'group.decide_requests';

function peopleCommands(ask: Ask): Pick<Handlers, PeopleMethods> {
  return {
    'group.create': async ({ subject, participants, ...options }) => {
      const created = await ask('group.create', (groups) => groups.create(subject, idsOf(participants), options));
      return { ...created, participants: asGiven(created.participants, participants) };
    },
    'group.add_participants': async ({ groupId, participants, ...invitations }) => {
      const results = await ask('group.add_participants', (groups) => groups.addParticipants(groupId, idsOf(participants), invitations));
      return { participants: asGiven(results, participants) };
    },
    'group.change_participants': async ({ groupId, act, participants }) => {
      const results = await ask('group.change_participants', (groups) => groups.changeParticipants(groupId, act, idsOf(participants)));
      return { participants: asGiven(results, participants) };
    },
    'group.membership_requests': async ({ groupId }) => ({
      requests: await ask('group.membership_requests', (groups) => groups.membershipRequests(groupId)),
    }),
    'group.decide_requests': async ({ groupId, requesters, approve }) => {
      const results = await ask('group.decide_requests', (groups) => groups.decideRequests(groupId, idsOf(requesters), approve));
      return { participants: asGiven(results, requesters) };
    },
  };
}

type InviteMethods = 'group.invite_code' | 'group.revoke_invite' | 'group.invite_info' | 'group.join';

function inviteCommands(ask: Ask): Pick<Handlers, InviteMethods> {
  return {
    'group.invite_code': async ({ groupId }) => ({ inviteCode: await ask('group.invite_code', (groups) => groups.inviteCode(groupId)) }),
    'group.revoke_invite': async ({ groupId }) => ({
      inviteCode: await ask('group.revoke_invite', (groups) => groups.revokeInvite(groupId)),
    }),
    'group.invite_info': ({ inviteCode }) => ask('group.invite_info', (groups) => groups.inviteInfo(inviteCode)),
    'group.join': ({ invite }) => ask('group.join', (groups) => groups.join(invite)),
  };
}

function idsOf(addresses: readonly string[]): string[] {
  return addresses.map((address) => {
    const id = parseChatAddress(address);
    if (id === undefined) throw new BadAddress();
    return id;
  });
}

/** The results under the addresses that the caller gave, which are in the same order. */
function asGiven(results: readonly ParticipantResult[], addresses: readonly string[]): ParticipantResult[] {
  return results.map((result, index) => ({ ...result, participant_id: addresses[index] ?? result.participant_id }));
}
