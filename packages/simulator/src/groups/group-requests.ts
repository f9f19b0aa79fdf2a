import Type, { type Static, type TSchema } from 'typebox';
import type { AccountStore } from '../accounts/account-store.ts';
import { method, type Methods } from '../connection/request-method.ts';
import type { WireAddResult, WireGroup } from '../protocol/server-frames.ts';
import { GroupForbidden } from '../simulator-errors.ts';
import type { AddResult, GroupOffice } from './group-office.ts';
import { type GroupRecord, isMember } from './group-record.ts';
import type { GroupStore } from './group-store.ts';
import { groupAsSeenBy, memberWid } from './group-view.ts';

type Parts = { accounts: AccountStore; groups: GroupStore; groupOffice: GroupOffice };
type NumberOf = (wid: string) => string;

function by<S extends TSchema>(schema: S, answer: (number: string, params: Static<S>) => unknown): Methods[string] {
  return method(schema, ({ device }, params) => answer(device.number, params));
}

const InGroup = Type.Object({ group: Type.String() });
const ByCode = Type.Object({ code: Type.String() });
const People = Type.Array(Type.String());
const settings = {
  announce: Type.Boolean(),
  restrict: Type.Boolean(),
  membersAdd: Type.Boolean(),
  approval: Type.Boolean(),
};
const Addressing = Type.Union([Type.Literal('pn'), Type.Literal('lid')]);
const Create = Type.Object({ subject: Type.String(), people: People, addressing: Addressing, ...settings });
const Change = Type.Partial(Type.Object({ subject: Type.String(), description: Type.String(), ...settings }));
const Act = Type.Union([Type.Literal('remove'), Type.Literal('promote'), Type.Literal('demote')]);

/** What linked pages ask of groups. `numberOf` reads a WhatsApp id. */
export function groupRequests(parts: Parts, numberOf: NumberOf): Methods {
  return { ...groupMethods(parts, numberOf), ...peopleMethods(parts, numberOf), ...inviteMethods(parts) };
}

function groupMethods({ accounts, groups, groupOffice }: Parts, numberOf: NumberOf): Methods {
  return {
    group: by(InGroup, (number, { group: id }) => {
      const group = groups.get(id);
      if (!isMember(group, number)) throw new GroupForbidden(number, id, 'it is no member');
      return groupAsSeenBy(accounts, group, number);
    }),
    group_create: by(Create, (number, { people, ...wanted }) => {
      const { group, results } = groupOffice.create(number, { ...wanted, participants: people.map(numberOf) });
      return { group: groupAsSeenBy(accounts, group, number), results: results.map((result) => wireResult(accounts, group, result)) };
    }),
    group_update: by(Type.Object({ group: Type.String(), change: Change }), (number, { group, change }) => {
      groupOffice.update(number, group, change);
    }),
    group_leave: by(InGroup, (number, { group }) => groupOffice.leave(number, group)),
  };
}

function peopleMethods({ accounts, groups, groupOffice }: Parts, numberOf: NumberOf): Methods {
  return {
    group_add: by(Type.Object({ group: Type.String(), people: People }), (number, { group: id, people }) =>
      groupOffice.add(number, id, people.map(numberOf)).map((result) => wireResult(accounts, groups.get(id), result)),
    ),
    group_people: by(Type.Object({ group: Type.String(), act: Act, people: People }), (number, { group, act, people }) =>
      groupOffice[act](number, group, people.map(numberOf)),
    ),
    group_decide: by(
      Type.Object({ group: Type.String(), person: Type.String(), approve: Type.Boolean() }),
      (number, { group, person, approve }) => groupOffice.decide(number, group, numberOf(person), approve),
    ),
  };
}

function inviteMethods({ accounts, groups, groupOffice }: Parts): Methods {
  return {
    group_invite_code: by(InGroup, (number, { group }) => groupOffice.inviteCode(number, group)),
    group_invite_reset: by(InGroup, (number, { group }) => groupOffice.revokeInvite(number, group)),
    group_invite_info: by(ByCode, (number, { code }): WireGroup => groupAsSeenBy(accounts, groups.byInviteCode(code), number)),
    group_join: by(ByCode, (number, { code }) => groupOffice.join(number, code).group.id),
    group_invite_accept: by(Type.Object({ group: Type.String(), code: Type.String() }), (number, { group, code }) => {
      groupOffice.acceptInvite(number, group, code);
    }),
  };
}

function wireResult(accounts: AccountStore, group: GroupRecord, { number, status, invite }: AddResult): WireAddResult {
  return { id: memberWid(accounts, group, number), status, code: invite?.code ?? null, expires: invite?.expires ?? null };
}
