import t from 'tap';
import { mediaUrls } from '@whatsapp-service/shared/api/media-url.ts';
import type { Test } from 'tap';
import { EventLog } from '@whatsapp-service/supervisor/events/event-log.ts';
import { MessageCursors, overlapMs } from '@whatsapp-service/supervisor/events/message-cursors.ts';
import { backfillAnswers } from '@whatsapp-service/supervisor/sessions/backfill-answers.ts';
import { effectsOf } from '@whatsapp-service/supervisor/sessions/fact-effects.ts';
import { SessionJournal } from '@whatsapp-service/supervisor/sessions/session-journal.ts';
import { openDatabase } from '@whatsapp-service/supervisor/storage/database.ts';
import { messageData } from '../../../support/fake-client.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const linkedMs = 1_000_000;

function setUp(t: Test) {
  const database = openDatabase(t.testdir());
  t.teardown(() => database.close());
  const clock = new FakeClock();
  const eventLog = new EventLog(database, clock);
  const cursors = new MessageCursors(database);
  const journal = new SessionJournal({ eventLog, cursors, withMediaUrl: mediaUrls('') }, 'anna');
  const say = (id: string, seconds: number, flags: { behind?: true; backfilled?: true } = {}): void => {
    const timestamp = new Date(seconds * 1_000).toISOString();
    const message = messageData({ message_id: id, chat_id: 'c', from_me: false, timestamp });
    const { log } = effectsOf({ type: 'message.received', message, ...flags }, 0);
    if (log !== undefined) journal.fact(log, 0);
  };
  const logged = () => eventLog.read({ after: 0, limit: 100 }).events.map(({ data }) => data['message_id']);
  const cursor = () => cursors.page('anna', null, 10).map(({ timeMs, newestId }) => [timeMs / 1_000, newestId]);
  journal.linked(true, linkedMs + 1_000);
  return { clock, cursor, cursors, database, journal, logged, say };
}

t.test('a cursor goes with its messages, except while earlier ones may be missing', async (t) => {
  const { cursor, journal, say } = setUp(t);
  say('m1', 2_000);
  t.same(cursor(), [[2_000, 'm1']]);
  say('m3', 2_500, { behind: true });
  t.same(cursor(), [[2_000, 'm3']], 'a crash now fetches from m1 on');
  say('m2', 2_200, { behind: true, backfilled: true });
  journal.caughtUp([]);
  t.same(cursor(), [[2_500, 'm3']]);
  journal.caughtUp([{ chat_id: 'c', timeMs: 2_600_000 }]);
  t.same(cursor(), [[2_600, 'm3']], 'a chat goes on to what it was looked through for');
  say('m0', 2_400);
  t.same(cursor(), [[2_600, 'm3']], 'and never back');
});

t.test('a chat that is new while messages may be missing begins at the link', async (t) => {
  const { cursor, say } = setUp(t);
  say('m1', 2_000, { behind: true });
  t.same(cursor(), [[linkedMs / 1_000, 'm1']]);
});

t.test('no message is logged twice, even if retention has removed its event', async (t) => {
  const { database, logged, say } = setUp(t);
  say('m1', 2_000);
  say('m2', 2_001);
  database.exec('DELETE FROM events');
  say('m1', 2_000, { backfilled: true });
  say('m3', 2_002);
  t.same(logged(), ['m3']);
});

t.test('marks are kept from a little before the cursor on', async (t) => {
  const { database, journal, say } = setUp(t);
  const marks = () =>
    database
      .prepare('SELECT message_id FROM message_marks ORDER BY time_ms')
      .all()
      .map((row) => row['message_id']);
  const later = 2_001 + overlapMs / 1_000;
  say('m1', 2_000);
  say('m2', later, { behind: true });
  t.same(marks(), ['m1', 'm2']);
  journal.caughtUp([]);
  t.same(marks(), ['m2']);
});

t.test('an event and its cursor are written together or not at all', async (t) => {
  const { cursor, database, logged, say } = setUp(t);
  database.exec(`CREATE TRIGGER full BEFORE INSERT ON message_marks BEGIN SELECT RAISE(ABORT, 'full'); END`);
  t.throws(() => say('m1', 2_000), /full/);
  t.same([logged(), cursor()], [[], []]);
});

t.test('another link begins anew; a restart does not, and a deleted session leaves nothing', async (t) => {
  const { cursor, cursors, database, journal, say } = setUp(t);
  say('m1', 2_000);
  journal.linked(false, 9_000_000);
  t.same([cursor(), cursors.sinceMs('anna')], [[[2_000, 'm1']], linkedMs]);
  journal.linked(true, 9_001_000);
  t.same([cursor(), cursors.sinceMs('anna')], [[], 9_000_000]);
  say('m2', 9_100);
  cursors.forget('anna');
  for (const table of ['message_cursors', 'message_marks']) t.same(database.prepare(`SELECT * FROM ${table}`).all(), [], table);
});

t.test('a worker gets the cursors a page at a time, and learns what is not in the log', async (t) => {
  const { clock, cursors, say } = setUp(t);
  say('m1', 2_000);
  const many = Array.from({ length: 1_000 }, (_, n) => ({ chat_id: `chat-${String(n).padStart(4, '0')}`, timeMs: 3_000_000 }));
  cursors.caughtUp('anna', many);
  const answers = backfillAnswers('anna', { cursors, bounds: { limit: 7, maxAgeMs: 8 }, clock });
  const { signal } = new AbortController();
  const first = await answers['backfill.cursors']({ after: null }, signal);
  t.match(first, { sinceMs: linkedMs, overlapMs, limit: 7, maxAgeMs: 8, next: 'chat-0998' });
  const second = await answers['backfill.cursors']({ after: first.next }, signal);
  t.match([second.cursors, second.next], [[{ chatId: 'chat-0999' }], null]);
  t.same([...first.cursors, ...second.cursors].length, 1_001);
  const asked = { chatId: 'c', messageIds: ['m1', 'm2'] };
  t.same(await answers['backfill.unknown'](asked, signal), { messageIds: ['m2'] });
  const stranger = backfillAnswers('ben', { cursors, bounds: { limit: 7, maxAgeMs: 8 }, clock });
  t.match(await stranger['backfill.cursors']({ after: null }, signal), { sinceMs: clock.now(), cursors: [] });
  t.same(await stranger['backfill.unknown'](asked, signal), { messageIds: ['m1', 'm2'] });
});

t.test('a message of a chat with twenty thousand others of the last minutes costs what one of an empty chat does', async (t) => {
  const { database, cursors } = setUp(t);
  const nowMs = Date.parse('2026-11-27T12:00:00.000Z');
  const noteOne = (chatId: string, n: number): void =>
    cursors.note('shop', { chatId, messageId: `true_${chatId}_${n}`, timeMs: nowMs + n, isBehind: false });
  database.exec('BEGIN');
  for (let n = 0; n < 20_000; n += 1) noteOne('busy@c.us', n);
  const medianOf = (chatId: string): number => {
    const took = Array.from({ length: 51 }, (_, n) => {
      const beganMs = performance.now();
      noteOne(chatId, 20_000 + n);
      return performance.now() - beganMs;
    });
    return took.toSorted((a, b) => a - b)[25] ?? Number.NaN;
  };
  const quiet = medianOf('quiet@c.us');
  const busy = medianOf('busy@c.us');
  database.exec('COMMIT');
  t.ok(busy < 10 * quiet, `${busy.toFixed(3)} ms beside ${quiet.toFixed(3)} ms`);
});
