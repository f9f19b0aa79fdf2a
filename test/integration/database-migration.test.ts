import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t from 'tap';
import { SessionRepository } from '@whatsapp-service/supervisor/sessions/session-repository.ts';
import { openDatabase } from '@whatsapp-service/supervisor/storage/database.ts';
import { eventually, openReceiver, webhookLab } from '../support/webhook-lab.ts';

// Written by a service of the release with schema 1: two sessions were made, started and stopped.
const older = join(import.meta.dirname, '../fixtures/database/schema-1.sqlite');
const file = 'whatsapp-service.sqlite';

t.test('a database of schema 1 is brought to the newest one with all that is in it', async (t) => {
  const folder = t.testdir();
  copyFileSync(older, join(folder, file));
  const before = new DatabaseSync(join(folder, file), { readOnly: true });
  const events = before.prepare('SELECT seq, id, type, session_id, time, data FROM events ORDER BY seq').all();
  t.match(before.prepare('PRAGMA user_version').get(), { user_version: 1 });
  before.close();
  const database = openDatabase(folder);
  t.ok(Number(database.prepare('PRAGMA user_version').get()?.['user_version']) >= 2);
  t.strictSame(database.prepare('SELECT seq, id, type, session_id, time, data FROM events ORDER BY seq').all(), events);
  for (const row of database.prepare('SELECT time, logged_ms FROM events').all()) {
    t.ok(Math.abs(Number(row['logged_ms']) - Date.parse(String(row['time']))) <= 1, `${String(row['time'])} is when it was logged`);
  }
  t.match(new SessionRepository(database).loadAll(), [
    { sessionId: 'anna', webhookUrl: 'https://app.example.org/hook' },
    { sessionId: 'ben', webhookUrl: null },
  ]);
  database.close();
  openDatabase(folder).close();
});

t.test('what such a release has logged is not sent to webhooks; what comes after it is, with the numbers going on', async (t) => {
  const receiver = await openReceiver(t);
  const lab = webhookLab(t);
  copyFileSync(older, join(lab.folder, file));
  const { webhooks, log, eventLog } = lab.open([{ sessionId: 'anna', webhookUrl: receiver.url }]);
  const last = eventLog.read({ after: 0, limit: 1 }).last_seq;
  t.match(webhooks.list({ limit: 5 }).webhooks, [{ id: 'wh_session_anna', pending: 0, source: 'session' }]);
  log('ben');
  const event = log('anna');
  t.equal(event?.seq, last + 2);
  await eventually('it arrives', () => webhooks.get('wh_session_anna').pending === 0);
  t.strictSame(
    receiver.received.map((each) => each.event),
    [event],
  );
});

t.test('a database of a newer release is refused and left as it is', async (t) => {
  const folder = t.testdir();
  copyFileSync(older, join(folder, file));
  const database = new DatabaseSync(join(folder, file));
  database.exec('PRAGMA user_version = 999');
  database.close();
  t.throws(() => openDatabase(folder), /schema version 999/);
});
