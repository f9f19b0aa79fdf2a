import { writeFileSync } from 'node:fs';
import t from 'tap';
import type { Test } from 'tap';
import { EventLog } from '@whatsapp-service/supervisor/events/event-log.ts';
import { openDatabase } from '@whatsapp-service/supervisor/storage/database.ts';
import { WriteGate } from '@whatsapp-service/supervisor/storage/write-gate.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { commitsOf } from '../../../support/wal-commits.ts';

function open(t: Test) {
  const database = openDatabase(t.testdir());
  const clock = new FakeClock();
  const told: unknown[] = [];
  const disk = { hasRoom: true };
  const gate = new WriteGate({
    database,
    clock,
    hasRoom: () => disk.hasRoom,
    onRefused: (fault) => told.push(['refused', fault]),
    onAccepted: (written, refusedForMs) => told.push(['accepted', written, refusedForMs]),
    onLeftOut: (error) => told.push(['left out', error instanceof Error && error.message]),
  });
  t.teardown(() => database.close());
  const log = new EventLog(database, clock, gate);
  const append = (identity: string) => log.append({ type: 'test', sessionId: 'shop', identity, data: { identity } });
  const appendSoon = (identity: string) => log.appendSoon({ type: 'test', sessionId: 'shop', identity, data: { identity } });
  const logged = (): unknown[] => log.read({ after: 0, limit: 1_000 }).events.map(({ data }) => data['identity']);
  /** SQLite answers as it does on a file system that became read-only. */
  const refuse = (isRefusing: boolean) => database.exec(`PRAGMA query_only = ${isRefusing ? 'ON' : 'OFF'}`);
  return { database, disk, gate, clock, told, log, append, appendSoon, logged, refuse };
}

t.test('while the disk takes it each write is made and told at once', async (t) => {
  const { gate, log, append, logged, told } = open(t);
  const heard: number[] = [];
  log.subscribe(({ seq }) => heard.push(seq));
  t.match(append('a'), { seq: 1 });
  let isCommitted = false;
  gate.afterCommit(() => (isCommitted = true));
  t.ok(isCommitted);
  t.strictSame([logged(), heard, told, gate.refusal], [['a'], [1], [], undefined]);
});

t.test('what may be a few milliseconds late is written together, in its order, and told once it is committed', async (t) => {
  const { gate, clock, log, append, appendSoon, logged } = open(t);
  const heard: unknown[] = [];
  log.subscribe(({ data }) => heard.push(data['identity']));
  appendSoon('a');
  gate.afterCommit(() => heard.push('commit of a'));
  appendSoon('b');
  appendSoon('a');
  clock.advance(2);
  t.strictSame([logged(), heard, gate.refusal], [[], [], undefined], 'nobody sees it before');
  clock.advance(1);
  t.strictSame(
    [logged(), heard],
    [
      ['a', 'b'],
      ['a', 'commit of a', 'b'],
    ],
  );
  appendSoon('c');
  append('d');
  t.strictSame(logged(), ['a', 'b', 'c', 'd'], 'what is written at once comes after it');
  t.equal(clock.timers, 0);
  for (let n = 0; n < 500; n += 1) appendSoon(String(n));
  t.equal(logged().length, 504, 'many do not wait');
  appendSoon('last');
  t.equal(gate.close(), 0);
  t.equal(logged().at(-1), 'last');
});

t.test('a write shares the commit of what waits before it, and fails alone', async (t) => {
  const { database, gate, append, appendSoon, logged, refuse } = open(t);
  const before = commitsOf(database);
  appendSoon('a');
  appendSoon('b');
  t.match(append('c'), { seq: 3 });
  t.strictSame([logged(), commitsOf(database) - before], [['a', 'b', 'c'], 1], 'the disk is flushed once');
  appendSoon('d');
  const halfWrong = (): undefined => {
    database.exec("INSERT INTO facts (name, value) VALUES ('half', '1')");
    database.exec('SELECT x FROM nowhere');
    return undefined;
  };
  t.throws(() => gate.write(halfWrong), { message: /no such table/ });
  t.strictSame([logged().at(-1), database.prepare('SELECT count(*) AS n FROM facts').get()?.['n']], ['d', 0], 'nothing of it is left');
  appendSoon('e');
  refuse(true);
  t.equal(append('f'), undefined, 'what is not committed is not said to be');
  t.match([logged().at(-1), gate.refusal], ['d', { waiting: 2 }]);
});

t.test('a write whose failure was told is not made when the disk takes the others', async (t) => {
  const { database, gate, clock, appendSoon, logged } = open(t);
  const exec = database.exec.bind(database);
  let isFull = true;
  database.exec = (sql) => {
    // SQLITE_FULL, which a commit may meet when all of its writes have gone well.
    if (isFull && sql === 'COMMIT') throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
    exec(sql);
  };
  appendSoon('a');
  let tries = 0;
  const wrong = (): undefined => {
    tries += 1;
    throw new Error('wrong');
  };
  t.throws(() => gate.write(wrong), { message: 'wrong' });
  isFull = false;
  clock.advance(1_000);
  t.strictSame([tries, logged(), gate.refusal], [1, ['a'], undefined]);
});

t.test('what was to be written soon and is refused waits like everything else', async (t) => {
  const { gate, clock, append, appendSoon, logged, refuse, told } = open(t);
  refuse(true);
  appendSoon('a');
  clock.advance(3);
  t.match([told, gate.refusal], [[['refused', /readonly/]], { waiting: 1 }]);
  appendSoon('b');
  append('c');
  clock.advance(2_000);
  t.equal(told.length, 1);
  refuse(false);
  clock.advance(1_000);
  t.strictSame([logged(), gate.refusal], [['a', 'b', 'c'], undefined]);
});

t.test('what the disk refuses waits in its order, is written when it takes it again, and only then told', async (t) => {
  const { gate, clock, log, append, logged, refuse, told } = open(t);
  const heard: unknown[] = [];
  log.subscribe(({ seq, data }) => heard.push([seq, data['identity']]));
  append('a');
  refuse(true);
  t.equal(append('b'), undefined);
  gate.afterCommit(() => heard.push('commit of b'));
  append('c');
  append('a');
  t.match(gate.refusal, { sinceMs: 1_000_000, fault: /readonly/, waiting: 4 });
  clock.advance(5_000);
  t.strictSame([logged(), heard], [['a'], [[1, 'a']]]);
  t.equal(told.length, 1, 'told once, however often it is tried');
  refuse(false);
  clock.advance(1_000);
  t.strictSame(logged(), ['a', 'b', 'c']);
  t.strictSame(heard, [[1, 'a'], [2, 'b'], 'commit of b', [3, 'c']]);
  t.equal(gate.refusal, undefined);
  t.strictSame(told.slice(1), [['accepted', 4, 6_000]]);
  t.match(append('d'), { seq: 4 });
  t.equal(clock.timers, 0);
});

t.test('a full disk that takes a small write between two refusals is told of once: it refuses until it has room', async (t) => {
  const { gate, clock, append, logged, refuse, told, disk } = open(t);
  disk.hasRoom = false;
  refuse(true);
  append('a');
  refuse(false);
  clock.advance(1_000);
  t.match([logged(), gate.refusal], [['a'], { waiting: 0 }], 'what can be written is');
  append('b');
  t.match(gate.refusal, { waiting: 1, sinceMs: 1_000_000 });
  refuse(true);
  clock.advance(1_000);
  t.match([logged(), told.length], [['a'], 1]);
  refuse(false);
  disk.hasRoom = true;
  clock.advance(1_000);
  t.match([logged(), gate.refusal, told.slice(1), clock.timers], [['a', 'b'], undefined, [['accepted', 2, 3_000]], 0]);
});

t.test('the time of an event is when it happened, not when it was written', async (t) => {
  const { clock, log, append, refuse } = open(t);
  refuse(true);
  append('a');
  refuse(false);
  clock.advance(1_000);
  t.equal(log.read({ after: 0, limit: 1 }).events[0]?.time, new Date(1_000_000).toISOString());
});

t.test('of the writes with one key only the newest is made', async (t) => {
  const { gate, clock, refuse, append } = open(t);
  refuse(true);
  append('first');
  const made: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    gate.write(() => {
      made.push(n);
      return undefined;
    }, 'record');
  }
  t.equal(gate.refusal?.waiting, 2);
  refuse(false);
  clock.advance(1_000);
  t.strictSame(made, [4]);
});

t.test('many are written in batches, and what comes in between keeps its place', async (t) => {
  const { gate, clock, append, logged, refuse } = open(t);
  refuse(true);
  const ids = Array.from({ length: 1_200 }, (_, n) => String(n));
  for (const id of ids) append(id);
  refuse(false);
  clock.advance(999);
  t.equal(gate.refusal?.waiting, 1_200);
  gate.afterCommit(() => undefined);
  clock.advance(1);
  t.equal(gate.refusal, undefined);
  t.strictSame(logged(), ids.slice(0, 1_000));
});

t.test('a write that fails for a reason of its own is left out, and the others are made', async (t) => {
  const { gate, clock, append, logged, refuse, told } = open(t);
  refuse(true);
  append('a');
  gate.write(() => {
    throw new Error('no such table');
  });
  append('b');
  refuse(false);
  clock.advance(1_000);
  t.strictSame(logged(), ['a', 'b']);
  t.match(told[1], ['left out', 'no such table']);
});

t.test('an error that is not the disk’s is the caller’s', async (t) => {
  const { gate, database } = open(t);
  const wrong = (): undefined => {
    database.exec('SELECT x FROM nowhere');
    return undefined;
  };
  t.throws(() => gate.write(wrong), { message: /no such table/ });
  t.equal(gate.refusal, undefined);
});

t.test('the close tries everything a last time and says what is lost', async (t) => {
  const { gate, append, logged, refuse, clock } = open(t);
  refuse(true);
  append('a');
  t.equal(gate.close(), 1);
  refuse(false);
  t.equal(gate.close(), 0);
  t.strictSame(logged(), ['a']);
  t.equal(clock.timers, 0);
});

t.test('a file that the disk refuses waits as a row does, and holds back what comes after it', async (t) => {
  const { gate, clock, append, logged, told } = open(t);
  let path = '/dev/full';
  gate.write(() => {
    writeFileSync(path, 'x');
    return undefined;
  }, 'file');
  append('a');
  t.match([told, logged(), gate.refusal], [[['refused', /ENOSPC/]], [], { waiting: 2 }]);
  path = '/dev/null';
  clock.advance(1_000);
  t.match([told.length, logged(), gate.refusal], [2, ['a'], undefined]);
});
