import type { AccountStore } from '../accounts/account-store.ts';
import type { CallDesk } from '../calls/call-desk.ts';
import type { ConnectionHub } from './connection-hub.ts';
import type { PeopleStore } from '../people/people-store.ts';
import type { StatusBoard } from '../people/status-board.ts';

type Parts = { accounts: AccountStore; calls: CallDesk; people: PeopleStore; statuses: StatusBoard };

/** Tells the pages of what people change of themselves, of their statuses and of calls. */
export function announcePeople({ accounts, calls, people, statuses }: Parts, hub: ConnectionHub): void {
  const sessionsOf = (number: string) => hub.sessions().filter(({ device }) => device.number === number);
  people.on('changed', (number) => {
    for (const session of sessionsOf(number)) session.showPeople();
  });
  statuses.on('changed', (number) => {
    for (const session of hub.sessions()) {
      const { contacts } = accounts.get(session.device.number);
      if (session.device.number === number || contacts.some((entry) => entry.number === number)) session.showStatuses(true);
    }
  });
  calls.on('ringing', ({ id, from, to, isVideo, isGroup }) => {
    for (const { connection } of sessionsOf(to)) connection.send({ kind: 'call', id, from, isVideo, isGroup });
  });
  calls.on('over', ({ id, to }) => {
    for (const { connection } of sessionsOf(to)) connection.send({ kind: 'call_over', id });
  });
}
