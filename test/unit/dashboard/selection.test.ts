import t from 'tap';
import { select } from '../../../packages/dashboard/src/sessions/selection.ts';
import type { Selection } from '../../../packages/dashboard/src/sessions/selection.ts';
import { sessionView } from '../../support/recording-sessions.ts';

const resources = (rss: number, cpu: number) => ({ rss_bytes: rss, cpu_percent: cpu, processes: 1, profile_bytes: null });
const sessions = [
  sessionView('b', { user_id: 10, status: 'connected', last_active: '2026-11-23T10:00:00.000Z', restarts: 2, resources: resources(30, 1) }),
  sessionView('a', {
    user_id: 9,
    status: 'disconnected',
    last_active: null,
    connected_since: null,
    restarts: 0,
    resources: resources(0, 0),
  }),
  sessionView('c', {
    user_id: 'x',
    instance_name: 'The shop',
    status: 'qr_required',
    last_active: '2026-11-23T09:00:00.000Z',
    connected_since: '2026-11-23T15:30:00.000Z',
    restarts: 1,
    resources: resources(20, 9),
  }),
];
const all: Selection = { search: '', status: 'all', sort: 'session', isDescending: false };
const idsOf = (changes: Partial<Selection>): string => {
  const ids = select(sessions, { ...all, ...changes }).map(({ session_id: id }) => id);
  return ids.join('');
};

t.test('each column sorts, and the other way round', async (t) => {
  const orders = {
    session: 'abc',
    user: 'abc',
    status: 'acb',
    last_active: 'acb',
    connected_since: 'abc',
    restarts: 'acb',
    memory: 'acb',
    cpu: 'abc',
  } as const;
  for (const [sort, order] of Object.entries(orders)) {
    t.equal(idsOf({ sort: sort as Selection['sort'] }), order, sort);
    t.equal(idsOf({ sort: sort as Selection['sort'], isDescending: true }), [...order].toReversed().join(''), `${sort}, descending`);
  }
});

t.test('what is equal keeps the order of its ids, whichever way it is sorted', async (t) => {
  const equal = ['d', 'b', 'c'].map((id) => sessionView(id));
  for (const isDescending of [false, true]) {
    const ids = select(equal, { ...all, sort: 'cpu', isDescending }).map(({ session_id: id }) => id);
    t.strictSame(ids, ['b', 'c', 'd']);
  }
});

t.test('a search has all of its words in what a person sees, a filter its status', async (t) => {
  t.equal(idsOf({ search: 'SHOP x' }), 'c');
  t.equal(idsOf({ search: 'shop nothing' }), '');
  t.equal(idsOf({ search: '15550000001' }), 'abc');
  t.equal(idsOf({ status: 'disconnected' }), 'a');
  t.equal(idsOf({ status: 'connecting' }), '');
});
