import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ManagedKeyStore } from '@whatsapp-service/supervisor/keys/managed-key-store.ts';
import { ManagedKeys } from '@whatsapp-service/supervisor/keys/managed-keys.ts';
import { openDatabase } from '@whatsapp-service/supervisor/storage/database.ts';
import { directWrites } from '@whatsapp-service/supervisor/storage/writes.ts';

function setUp(t: { testdir(): string; teardown(end: () => void): void }) {
  const folder = t.testdir();
  const database = openDatabase(folder);
  t.teardown(() => database.close());
  const clock = { nowMs: 1_000_000, now: () => clock.nowMs };
  const fault: { text: string | undefined } = { text: undefined };
  const open = () => new ManagedKeys({ store: new ManagedKeyStore(database, directWrites), clock, storageFault: () => fault.text });
  const stored = () => database.prepare('SELECT * FROM api_keys').all();
  return { folder, clock, fault, open, stored };
}

t.test('keys outlive a restart of the service, and are on the disk as hashes alone', async (t) => {
  const { folder, open } = setUp(t);
  const { key, id } = open().create({ name: 'Django', scopes: ['read', 'send'], sessionPrefix: 'shop_7_', expiresMs: 2_000_000 });
  const again = open();
  t.strictSame(again.find(key), { keyId: id, name: 'Django', scopes: ['read', 'send'], sessionPrefix: 'shop_7_', expiresMs: 2_000_000 });
  t.strictSame(again.byId(id), again.find(key));
  t.equal(again.find(`${key}x`), undefined);
  for (const file of readdirSync(folder)) t.notOk(readFileSync(join(folder, file)).includes(key.slice(4)), file);
  again.revoke(id);
  t.equal(open().find(key), undefined);
});

t.test('the last use is known, and written at most once a minute', async (t) => {
  const { clock, open, stored } = setUp(t);
  const keys = open();
  const { id } = keys.create({ name: 'Django', scopes: ['send'] });
  keys.noteUse(id);
  clock.nowMs += 59_000;
  keys.noteUse(id);
  t.match(stored(), [{ last_used_ms: 1_000_000 }]);
  clock.nowMs += 1_000;
  keys.noteUse(id);
  t.match(stored(), [{ last_used_ms: 1_060_000 }]);
  t.equal(open().get(id).last_used_at, new Date(1_060_000).toISOString());
});

t.test('no key is shown that the disk would not keep', async (t) => {
  const { fault, open } = setUp(t);
  const keys = open();
  fault.text = 'DATA_DIR is full.';
  t.throws(() => keys.create({ name: 'Django', scopes: ['send'] }), { code: 'SUP_STORAGE_UNAVAILABLE' });
  t.strictSame(keys.list(), []);
});

t.test('there is an end to how many there are', async (t) => {
  const { open } = setUp(t);
  const keys = open();
  for (let made = 0; made < 1_000; made += 1) keys.create({ name: `key ${made}`, scopes: ['read'] });
  t.throws(() => keys.create({ name: 'one more', scopes: ['read'] }), { code: 'SUP_TOO_MANY_KEYS' });
});
