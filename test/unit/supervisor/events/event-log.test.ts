import t, { type Test } from 'tap';
import { EventLog } from '@whatsapp-service/supervisor/events/event-log.ts';
import { openDatabase } from '@whatsapp-service/supervisor/storage/database.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function opened(t: Test) {
  const database = openDatabase(t.testdir());
  t.teardown(() => database.close());
  return new EventLog(database, new FakeClock());
}

const event = (identity: string, type = 'message.received', sessionId = 's') => ({ type, sessionId, identity, data: { identity } });

t.test('numbers grow by one, and a fact that comes again is dropped', async (t) => {
  const log = opened(t);
  t.equal(log.append(event('1'))?.seq, 1);
  t.equal(log.append(event('1')), undefined);
  t.equal(log.append(event('2'))?.seq, 2);
  t.equal(log.append(event('1', 'message.sent'))?.seq, 3, 'another type is another fact');
  t.equal(log.append(event('1', 'message.received', 'other'))?.seq, 4, 'another session is another fact');
  t.equal(log.read({ after: 0, limit: 10 }).last_seq, 4);
});

t.test('the id is derived from the fact', async (t) => {
  const first = opened(t).append(event('1'));
  const second = opened(t).append(event('1'));
  t.equal(first?.id, second?.id);
  t.match(first?.id, /^evt_[A-Za-z0-9_-]{26}$/);
});

t.test('it is read by number, session and type', async (t) => {
  const log = opened(t);
  log.append(event('1', 'a', 'x'));
  log.append(event('2', 'b', 'x'));
  log.append(event('3', 'a', 'y'));
  const seqs = (query: Parameters<EventLog['read']>[0]) => log.read(query).events.map(({ seq }) => seq);
  t.same(seqs({ after: 1, limit: 10 }), [2, 3]);
  t.same(seqs({ after: 0, limit: 1 }), [1]);
  t.same(seqs({ after: 0, limit: 10, sessionId: 'x' }), [1, 2]);
  t.same(seqs({ after: 0, limit: 10, types: ['a'] }), [1, 3]);
  t.same(seqs({ after: 0, limit: 10, types: ['a', 'b'], sessionId: 'y' }), [3]);
  log.append(event('4', 'a', 'x_1'));
  log.append(event('5', 'a', 'xy'));
  t.same(seqs({ after: 0, limit: 10, sessionPrefix: 'x' }), [1, 2, 4, 5]);
  t.same(seqs({ after: 0, limit: 10, sessionPrefix: 'x_' }), [4]);
});

t.test('listeners hear what is committed, until they leave', async (t) => {
  const log = opened(t);
  const heard: number[] = [];
  const leave = log.subscribe((logged) => heard.push(log.read({ after: logged.seq - 1, limit: 1 }).events.length));
  log.append(event('1'));
  log.append(event('1'));
  leave();
  log.append(event('2'));
  t.same(heard, [1]);
});

t.test('its size is told, and what retention removed is not counted', async (t) => {
  const database = openDatabase(t.testdir());
  t.teardown(() => database.close());
  const clock = new FakeClock();
  const log = new EventLog(database, clock);
  const empty = log.size();
  t.match(empty, { events: 0, oldestMs: null });
  t.ok(empty.databaseBytes > 0, 'its tables take something');
  const counted = () => database.prepare('SELECT count(*) AS events FROM events').get()?.['events'];
  for (const identity of ['1', '2', '2', '3', 'x'.repeat(100_000)]) {
    log.append(event(identity));
    clock.advance(1_000);
  }
  const four = log.size();
  t.match(four, { events: 4, oldestMs: clock.now() - 5_000 });
  t.equal(counted(), 4);
  // In whole pages, the first of which the empty tables had already.
  t.ok(four.databaseBytes > empty.databaseBytes + 90_000, `${empty.databaseBytes}, then ${four.databaseBytes}`);
  database.exec('DELETE FROM events WHERE seq <= 2');
  t.match(log.size(), { events: 2, oldestMs: clock.now() - 2_000 });
  database.exec('DELETE FROM events');
  const emptied = log.size();
  t.match(emptied, { events: 0, oldestMs: null });
  t.ok(emptied.databaseBytes < four.databaseBytes, 'what is free for others does not count');
  log.append(event('5'));
  t.match(log.size(), { events: 1, oldestMs: clock.now() });
});
