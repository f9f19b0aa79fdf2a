import t from 'tap';
import { newRecord } from '@whatsapp-service/supervisor/sessions/session-record.ts';
import { pageOf } from '@whatsapp-service/supervisor/sessions/session-page.ts';

const records = [
  newRecord('c', 0, { state: 'connected', userId: 1 }),
  newRecord('a', 0, { state: 'pairing', userId: 2 }),
  newRecord('d', 0, { state: 'connected', userId: '2' }),
  newRecord('b', 0, { state: 'unlinked', userId: 1 }),
];

function idsOf(query: Parameters<typeof pageOf>[1]): string[] {
  return pageOf(records, query).rows.map((record) => record.sessionId);
}

t.test('pages follow each other by id until there is no cursor', async (t) => {
  const first = pageOf(records, { limit: 3 });
  t.same(
    first.rows.map((record) => record.sessionId),
    ['a', 'b', 'c'],
  );
  t.type(first.nextCursor, 'string');
  const second = pageOf(records, { limit: 3, cursor: first.nextCursor ?? '' });
  t.same(
    second.rows.map((record) => record.sessionId),
    ['d'],
  );
  t.equal(second.nextCursor, null);
});

t.test('a page that is exactly full has no cursor', async (t) => {
  t.equal(pageOf(records, { limit: 4 }).nextCursor, null);
});

t.test('status and user narrow the list', async (t) => {
  t.same(idsOf({ limit: 10, status: 'connected' }), ['c', 'd']);
  t.same(idsOf({ limit: 10, userId: '2' }), ['a', 'd']);
  t.same(idsOf({ limit: 10, status: 'qr_required', userId: '1' }), []);
  t.same(idsOf({ limit: 10, sessionPrefix: 'c' }), ['c']);
  t.same(idsOf({ limit: 10, sessionPrefix: 'ca' }), []);
});

t.test('a cursor that was never given is refused', async (t) => {
  t.throws(() => pageOf(records, { limit: 1, cursor: 'Li4vLi4v' }), { code: 'SUP_CURSOR_INVALID' });
});
