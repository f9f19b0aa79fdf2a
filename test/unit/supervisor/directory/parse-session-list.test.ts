import t from 'tap';
import { parseSessionList } from '@whatsapp-service/supervisor/directory/parse-session-list.ts';

const answer = (sessions: unknown) => ({ success: true, data: { sessions } });

t.test('the list of the contract is read, unknown fields and all', async (t) => {
  const entry = { session_id: 'user_1_instance_main', user_id: 1, instance_name: 'Main', status: 'connected', colour: 'red' };
  t.same(parseSessionList(answer([entry])), {
    sessions: [{ sessionId: 'user_1_instance_main', userId: 1, instanceName: 'Main' }],
    malformed: [],
  });
});

t.test('a malformed entry is named and the others are taken', async (t) => {
  const bad = [null, 7, 'x', [], {}, { session_id: '../x' }, { session_id: 'a'.repeat(65) }, { session_id: 'n', user_id: 1.5 }];
  const list = parseSessionList(answer([{ session_id: 'first' }, ...bad, { session_id: 'last', user_id: 'u' }]));
  t.same(
    list?.sessions.map((session) => session.sessionId),
    ['first', 'last'],
  );
  t.equal(list?.malformed.length, bad.length);
  t.match(list?.malformed[0], /^Entry 2 of the list is left out: its session_id/);
});

t.test('an entry that comes twice is taken once', async (t) => {
  const list = parseSessionList(
    answer([
      { session_id: 'a', user_id: 1 },
      { session_id: 'a', user_id: 2 },
    ]),
  );
  t.same(list?.sessions, [{ sessionId: 'a', userId: 1, instanceName: null }]);
  t.match(list?.malformed, [/"a" stands in it twice/]);
});

t.test('a body that is no list is refused as a whole', async (t) => {
  for (const body of [null, [], 'x', {}, { success: true }, { success: false, data: { sessions: [] } }, answer({}), answer(null)]) {
    t.equal(parseSessionList(body), undefined, JSON.stringify(body));
  }
});
