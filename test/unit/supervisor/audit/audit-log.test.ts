import t from 'tap';
import type { AuditEntry } from '@whatsapp-service/supervisor/audit/audit-entry.ts';
import { AuditLog } from '@whatsapp-service/supervisor/audit/audit-log.ts';
import { AuditRetention } from '@whatsapp-service/supervisor/audit/audit-retention.ts';
import { AuditStore } from '@whatsapp-service/supervisor/audit/audit-store.ts';
import { openDatabase } from '@whatsapp-service/supervisor/storage/database.ts';
import { WriteGate } from '@whatsapp-service/supervisor/storage/write-gate.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

type Test = Pick<typeof t, 'testdir' | 'teardown' | 'fail'>;

const entry: AuditEntry = {
  timeMs: 1_000_000,
  keyId: 'key_AAAAAAAAAAAA',
  keyName: 'Django',
  via: 'key',
  method: 'POST',
  route: '/api/v1/sessions/:session_id/stop',
  sessionId: 'a',
  target: null,
  status: 202,
  requestId: 'request-1',
  address: '10.0.0.7',
};
const dayMs = 24 * 3_600_000;

/** The log over a real database, with a clock that the test moves. */
function setUp(t: Test, folder = t.testdir()) {
  const clock = new FakeClock();
  const database = openDatabase(folder);
  const errors: string[] = [];
  const nothing = (): void => undefined;
  const writes = new WriteGate({
    database,
    clock,
    hasRoom: () => true,
    onRefused: nothing,
    onAccepted: nothing,
    onLeftOut: (error) => t.fail(String(error)),
  });
  const store = new AuditStore(database);
  const logger = { error: (text: unknown) => void errors.push(String(text)) };
  const log = new AuditLog({ store, writes, clock, logger });
  const rows = () => Number(database.prepare('SELECT COUNT(*) AS n FROM audit').get()?.['n']);
  t.teardown(() => {
    if (database.isOpen) database.close();
  });
  /** The disk takes no further page, as a full one. */
  const fill = (isFull: boolean) => {
    const used = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    database.exec(`PRAGMA max_page_count = ${isFull ? used : 1_000_000}`);
  };
  return { clock, database, errors, writes, store, log, rows, fill, folder, logger };
}

t.test('calls reach the disk together, a moment later, and are read at once', async (t) => {
  const { clock, log, rows } = setUp(t);
  for (let n = 0; n < 5; n += 1) log.append({ ...entry, requestId: `request-${n}` });
  t.equal(rows(), 0, 'no call waits for the disk');
  clock.advance(250);
  t.equal(rows(), 5);
  t.equal(clock.timers, 0, 'nothing is left to be done');
  log.append({ ...entry, status: null, keyId: null, keyName: null });
  t.match(log.read({ limit: 1 }), {
    entries: [{ seq: 6, time: '1970-01-01T00:16:40.000Z', key_id: null, status: null, session_id: 'a', address: '10.0.0.7' }],
    next_cursor: /./,
    waiting: 0,
    lost: 0,
  });
});

t.test('entries are found by session, key and time, by pages, the newest first', async (t) => {
  const { log } = setUp(t);
  const seqs = (query: object) => log.read({ limit: 10, ...query }).entries.map(({ seq }) => seq);
  for (let n = 1; n <= 6; n += 1) {
    const keyId = n % 2 === 0 ? 'key_BBBBBBBBBBBB' : entry.keyId;
    log.append({ ...entry, timeMs: n * 1_000, sessionId: n <= 3 ? 'a' : null, keyId });
  }
  t.strictSame(seqs({}), [6, 5, 4, 3, 2, 1]);
  t.strictSame(seqs({ sessionId: 'a' }), [3, 2, 1]);
  t.strictSame(seqs({ keyId: 'key_BBBBBBBBBBBB' }), [6, 4, 2]);
  t.strictSame(seqs({ fromMs: 2_000, toMs: 5_000 }), [4, 3, 2], 'from a time, and before another');
  t.strictSame(seqs({ sessionId: 'a', keyId: entry.keyId, before: 3 }), [1]);
  t.strictSame(seqs({ limit: 2 }), [6, 5]);
  t.equal(log.read({ limit: 6 }).next_cursor, null, 'there is no page after the last');
});

t.test('a disk that is full holds up no call: entries wait in memory, and are written once it takes them', async (t) => {
  const { clock, log, rows, fill, writes } = setUp(t);
  fill(true);
  for (let n = 0; n < 500; n += 1) log.append(entry);
  clock.advance(250);
  t.match(writes.refusal, { fault: /full/ });
  for (let n = 0; n < 100; n += 1) log.append(entry);
  t.match(log.read({ limit: 1 }), { entries: [], waiting: 100, lost: 0 });
  fill(false);
  clock.advance(2_000);
  t.equal(rows(), 600);
  t.match(log.read({ limit: 1 }), { waiting: 0, lost: 0 });
});

t.test('what waits is bounded: the oldest entries go, and that is told once', async (t) => {
  const { clock, log, fill, errors, rows } = setUp(t);
  fill(true);
  for (let n = 0; n < 500; n += 1) log.append(entry);
  clock.advance(250);
  for (let n = 0; n < 45_000; n += 1) log.append({ ...entry, requestId: `r-${n}` });
  t.match(log.read({ limit: 1 }), { waiting: 15_000, lost: 30_000 });
  t.equal(errors.length, 1);
  fill(false);
  clock.advance(2_000);
  t.equal(rows(), 15_500);
  t.match(log.read({ limit: 1 }).entries, [{ request_id: 'r-44999' }]);
});

t.test('nothing is lost at an end in order, and what comes after it harms nobody', async (t) => {
  const { log, writes, database, folder, clock } = setUp(t);
  log.append(entry);
  log.close();
  t.equal(writes.close(), 0);
  database.close();
  log.append(entry);
  clock.advance(1_000);
  const again = openDatabase(folder);
  t.equal(again.prepare('SELECT COUNT(*) AS n FROM audit').get()?.['n'], 1);
  again.close();
});

t.test('what is too old goes, batch by batch', async (t) => {
  const { log, clock, rows, store, writes, logger } = setUp(t);
  const retention = new AuditRetention({ store, writes, clock, logger, maxAgeMs: 3 * dayMs, maxEntries: 0 });
  for (let n = 0; n < 1_200; n += 1) log.append(entry);
  clock.advance(2 * dayMs);
  log.append({ ...entry, timeMs: clock.now() });
  t.equal(log.read({ limit: 1 }).entries.length, 1);
  t.equal(rows(), 1_201);
  clock.advance(dayMs + 61_000);
  t.equal(rows(), 1);
  retention.close();
  t.equal(clock.timers, 0);
});

t.test('of more than there may be the oldest go; without limits all stay', async (t) => {
  const { log, clock, rows, store, writes, logger } = setUp(t);
  for (let n = 0; n < 1_200; n += 1) log.append(entry);
  const forever = new AuditRetention({ store, writes, clock, logger, maxAgeMs: 0, maxEntries: 0 });
  clock.advance(10 * dayMs);
  forever.close();
  t.equal(rows(), 1_200);
  const retention = new AuditRetention({ store, writes, clock, logger, maxAgeMs: 0, maxEntries: 100 });
  clock.advance(61_000);
  retention.close();
  t.equal(rows(), 100);
  t.equal(log.read({ limit: 1 }).entries[0]?.seq, 1_200);
});
