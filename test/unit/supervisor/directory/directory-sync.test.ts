import { pino } from 'pino';
import t from 'tap';
import { DirectorySync } from '@whatsapp-service/supervisor/directory/directory-sync.ts';
import { DjangoDirectory } from '@whatsapp-service/supervisor/directory/django-directory.ts';
import { openDatabase } from '@whatsapp-service/supervisor/storage/database.ts';
import { FactStore } from '@whatsapp-service/supervisor/storage/fact-store.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { answerStatus, answerWith, ListServer } from '../../../support/list-server.ts';

const list = await ListServer.start();
t.teardown(() => list.close());

/** A sync on a data folder of its own that has seen Django's list once. */
async function syncThatSaw(dataDir: string, ids: readonly string[]) {
  const database = openDatabase(dataDir);
  const clock = new FakeClock();
  const lines: string[] = [];
  const sync = new DirectorySync({
    directory: new DjangoDirectory({ baseUrl: list.url, apiKey: 'k', timeoutMs: 5_000 }),
    facts: new FactStore(database),
    clock,
    logger: pino({ base: null }, { write: (line) => void lines.push(line) }),
    random: () => 0,
  });
  t.teardown(() => {
    sync.close();
    database.close();
  });
  list.answer = answerWith(ids);
  await sync.initialList();
  return { sync, clock, lines };
}

t.test('an empty list after one with sessions is not obeyed: the last one stands', async (t) => {
  const { sync, lines } = await syncThatSaw(t.testdir(), ['anna', 'ben']);
  list.answer = answerWith([]);
  const { source, sessions } = await sync.initialList();
  t.equal(source, 'last_known');
  t.strictSame(
    sessions.map(({ sessionId }) => sessionId),
    ['anna', 'ben'],
  );
  t.match(sync.status, { reachable: true, lastError: null, emptySinceMs: 1_000_000 });
  t.match(lines.join(''), /is empty and had 2 sessions before/);
  await sync.initialList();
  t.equal(lines.length, 1, 'told once');
});

t.test('it is obeyed when it is still empty half a minute later', async (t) => {
  const { sync, clock } = await syncThatSaw(t.testdir(), ['anna']);
  list.answer = answerWith([]);
  await sync.initialList();
  clock.advance(29_999);
  t.equal((await sync.initialList()).source, 'last_known');
  clock.advance(1);
  t.strictSame(await sync.initialList(), { source: 'django', sessions: [] });
  t.equal(sync.status.emptySinceMs, null);
  t.strictSame(await sync.initialList(), { source: 'django', sessions: [] }, 'and from then on it is the list');
});

t.test('a list with sessions in between starts the count anew', async (t) => {
  const { sync, clock } = await syncThatSaw(t.testdir(), ['anna']);
  list.answer = answerWith([]);
  await sync.initialList();
  list.answer = answerWith(['ben']);
  t.equal((await sync.initialList()).source, 'django');
  clock.advance(60_000);
  list.answer = answerWith([]);
  t.equal((await sync.initialList()).source, 'last_known');
});

t.test('a look changes nothing; what is taken is the list from then on', async (t) => {
  const { sync } = await syncThatSaw(t.testdir(), ['anna']);
  list.answer = answerWith(['ben', { session_id: '../outside' }]);
  t.match(await sync.look(), { sessions: [{ sessionId: 'ben' }], malformed: [/Entry 2/] });
  t.match(sync.status, { reachable: true, malformed: [/Entry 2/] });
  t.strictSame([...sync.listedIds], ['anna']);
  list.answer = answerStatus(503);
  t.match((await sync.initialList()).sessions, [{ sessionId: 'anna' }], 'the last list is that of before the look');
  await t.rejects(sync.look(), { code: 'SUP_DIRECTORY_UNAVAILABLE', message: /status 503/ });
  t.match(sync.status, { reachable: false, lastError: /status 503/ });
  list.answer = answerWith(['ben']);
  await sync.take();
  t.strictSame([...sync.listedIds], ['ben']);
});

t.test('a look does not obey a sudden empty list either, nor make it obeyed sooner', async (t) => {
  const { sync, clock } = await syncThatSaw(t.testdir(), ['anna', 'ben']);
  list.answer = answerWith([]);
  await t.rejects(sync.look(), { code: 'SUP_LIST_HELD_BACK', statusCode: 409, message: /had 2 sessions before/ });
  clock.advance(29_999);
  await t.rejects(sync.take(), { code: 'SUP_LIST_HELD_BACK' });
  clock.advance(1);
  t.strictSame((await sync.look()).sessions, []);
  t.strictSame([...sync.listedIds], ['anna', 'ben']);
  t.strictSame((await sync.take()).sessions, []);
  t.strictSame([...sync.listedIds], []);
});

t.test('an application that never had a session may say so', async (t) => {
  const { sync } = await syncThatSaw(t.testdir(), []);
  t.strictSame(await sync.initialList(), { source: 'django', sessions: [] });
});
