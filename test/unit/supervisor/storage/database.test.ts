import { statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { openDatabase, transact } from '@whatsapp-service/supervisor/storage/database.ts';
import { FactStore } from '@whatsapp-service/supervisor/storage/fact-store.ts';

t.test('what was written is there after it is opened again', async (t) => {
  const folder = t.testdir();
  const first = openDatabase(folder);
  new FactStore(first).write('answer', { n: 42 });
  first.close();
  const second = openDatabase(folder);
  t.same(new FactStore(second).read('answer'), { n: 42 });
  t.equal(new FactStore(second).read('other'), undefined);
  second.close();
});

t.test('nobody else can read the database', async (t) => {
  const folder = t.testdir();
  openDatabase(folder).close();
  t.equal(statSync(join(folder, 'whatsapp-service.sqlite')).mode & 0o777, 0o600);
});

t.test('a database of a newer release is refused with a sentence', async (t) => {
  const folder = t.testdir();
  const database = openDatabase(folder);
  database.exec('PRAGMA user_version = 99');
  database.close();
  t.throws(() => openDatabase(folder), /schema version 99/);
});

t.test('a transaction that fails leaves nothing', async (t) => {
  const database = openDatabase(t.testdir());
  const facts = new FactStore(database);
  t.throws(
    () =>
      transact(database, () => {
        facts.write('half', 1);
        throw new Error('stop');
      }),
    /stop/,
  );
  t.equal(facts.read('half'), undefined);
  database.close();
});
