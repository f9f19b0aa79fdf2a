import Type, { type Static, type TSchema } from 'typebox';
import Value from 'typebox/value';
import type { AccountStore } from '../accounts/account-store.ts';
import type { DeviceSession } from '../connection/device-session.ts';
import { GroupForbidden } from '../simulator-errors.ts';
import type { GroupOffice } from './group-office.ts';
import { isMember } from './group-record.ts';
import type { GroupStore } from './group-store.ts';
import { groupAsSeenBy } from './group-view.ts';

type Parts = { accounts: AccountStore; groups: GroupStore; groupOffice: GroupOffice };
type Answer = (session: DeviceSession, params: Record<string, unknown>) => unknown;

function method<S extends TSchema>(schema: S, answer: (number: string, params: Static<S>) => unknown): Answer {
  return ({ device }, params) => answer(device.number, Value.Parse(schema, params));
}

const Group = Type.Object({ group: Type.String() });

/** What linked pages ask of groups; people are numbers. */
export function groupRequests({ accounts, groups }: Parts): Readonly<Record<string, Answer>> {
  return {
    group: method(Group, (number, { group: id }) => {
      const group = groups.get(id);
      if (!isMember(group, number)) throw new GroupForbidden(number, id, 'it is no member');
      return groupAsSeenBy(accounts, group, number);
    }),
  };
}
