import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { restoreFault } from '@whatsapp-service/worker/session/restore-check.ts';

await t.test('a missing folder is told in the words that the log shows', async (t) => {
  t.same(restoreFault(t.testdir(), 's1'), { code: 'auth_missing', message: 'Auth file not found' });
});

await t.test('damage is told with its place', async (t) => {
  const profile = join(t.testdir(), 'session-s1', 'Default');
  mkdirSync(join(profile, 'IndexedDB', 'x.indexeddb.leveldb'), { recursive: true });
  mkdirSync(join(profile, 'Local Storage', 'leveldb'), { recursive: true });
  const fault = restoreFault(join(profile, '..', '..'), 's1');
  t.match(fault, { code: 'auth_corrupt', message: /The profile is damaged: Local Storage has no CURRENT file\./ });
});

await t.test('files that cannot be read are told, not thrown', async (t) => {
  const profile = join(t.testdir(), 'session-s1', 'Default');
  mkdirSync(profile, { recursive: true });
  writeFileSync(join(profile, 'IndexedDB'), '');
  writeFileSync(join(profile, 'Local Storage'), '');
  t.match(restoreFault(join(profile, '..', '..'), 's1'), { code: 'auth_corrupt', message: /cannot be read \(ENOTDIR\)/ });
});
