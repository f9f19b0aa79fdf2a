import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { pino } from 'pino';
import t from 'tap';
import { mediaUrls } from '@whatsapp-service/shared/api/media-url.ts';
import type { Test } from 'tap';
import type { KeptEvent } from '@whatsapp-service/shared/ipc/facts.ts';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import { EventLog } from '@whatsapp-service/supervisor/events/event-log.ts';
import { MessageCursors } from '@whatsapp-service/supervisor/events/message-cursors.ts';
import { LastWords } from '@whatsapp-service/supervisor/sessions/last-words.ts';
import { openDatabase } from '@whatsapp-service/supervisor/storage/database.ts';
import { leaveLastWords } from '@whatsapp-service/worker/link/last-words.ts';

const acks: readonly KeptEvent[] = [1, 2, 3].map((ack) => ({
  seq: ack,
  timeMs: 1_000 * ack,
  fact: { type: 'message.ack', message_id: 'm', chat_id: 'c', ack },
}));

function setUp(test: Test) {
  const dataDir = test.testdir();
  const folder = join(dataDir, 'last-words');
  const database = openDatabase(dataDir);
  test.teardown(() => database.close());
  const eventLog = new EventLog(database, systemClock);
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  const lastWords = new LastWords({ folder, eventLog, cursors: new MessageCursors(database), withMediaUrl: mediaUrls(''), logger });
  const logged = () =>
    eventLog.read({ after: 0, limit: 100 }).events.map(({ session_id, type, time, data }) => [session_id, type, time, data['ack']]);
  return { folder, lastWords, logged, lines };
}

await t.test('what a worker left is told with its own times, once, and then removed', async (t) => {
  const { folder, lastWords, logged } = setUp(t);
  leaveLastWords(folder, 'one', acks.slice(0, 2));
  t.equal(statSync(join(folder, readdirSync(folder)[0] ?? '')).mode & 0o777, 0o600);
  await lastWords.takeIn('one');
  t.same(readdirSync(folder), []);
  // Its acknowledgement was lost, or the supervisor was killed in between: it is the same fact.
  leaveLastWords(folder, 'one', acks);
  await lastWords.takeInAll(() => true);
  t.same(logged(), [
    ['one', 'message.ack', '1970-01-01T00:00:01.000Z', 1],
    ['one', 'message.ack', '1970-01-01T00:00:02.000Z', 2],
    ['one', 'message.ack', '1970-01-01T00:00:03.000Z', 3],
  ]);
  t.same(readdirSync(folder), []);
});

await t.test('a worker that has told everything leaves no file', async (t) => {
  const { folder } = setUp(t);
  leaveLastWords(folder, 'one', []);
  t.same(readdirSync(folder), []);
});

await t.test('what it said of its state, and lines that are none, are left out', async (t) => {
  const { folder, lastWords, logged, lines } = setUp(t);
  leaveLastWords(folder, 'one', [
    { seq: 1, timeMs: 1, fact: { type: 'logged_out', code: 'logged_out', message: 'x' } },
    ...acks.slice(0, 1),
  ]);
  const [name = ''] = readdirSync(folder);
  writeFileSync(join(folder, name), '{"seq":1,"timeMs":1,"fact":{"type":"message.ack","ack":99}}\n{half a li\n', { flag: 'a' });
  await lastWords.takeIn('one');
  t.same(logged(), [['one', 'message.ack', '1970-01-01T00:00:01.000Z', 1]]);
  t.match(JSON.parse(lines[0] ?? '{}'), { session_id: 'one', events: 1, unreadable: 2 });
});

await t.test('another session’s is left alone, what is of no session goes, and what is being written stays', async (t) => {
  const { folder, lastWords, logged } = setUp(t);
  leaveLastWords(folder, 'two', acks.slice(0, 1));
  await lastWords.takeIn('one');
  t.same(logged(), []);
  leaveLastWords(folder, 'gone', acks);
  writeFileSync(join(folder, 'stray'), 'x');
  writeFileSync(join(folder, 'two.jsonl.tmp'), '{');
  await lastWords.takeInAll((sessionId) => sessionId === 'two');
  t.equal(logged().length, 1);
  t.same(readdirSync(folder), ['two.jsonl.tmp']);
  t.ok(existsSync(folder));
});
