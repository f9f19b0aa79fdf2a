import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { hasAuthFiles, sessionFolder } from '@whatsapp-service/shared/auth/session-folder.ts';

await t.test("a session's folder has the name that LocalAuth gives it", async (t) => {
  t.equal(sessionFolder('/srv/auth', 'user_1'), '/srv/auth/session-user_1');
  t.equal(sessionFolder('/srv/auth/../auth/', 'a'), '/srv/auth/session-a');
});

await t.test('an id that could leave the root names no folder', async (t) => {
  for (const id of ['..', '../x', 'a/../../x', '', 'a/b']) t.throws(() => sessionFolder('/srv/auth', id), TypeError);
});

await t.test('a profile can be restored when both stores are there', async (t) => {
  const root = t.testdir();
  const profile = join(root, 'session-s1', 'Default');
  t.equal(hasAuthFiles(root, 's1'), false);
  mkdirSync(join(profile, 'IndexedDB'), { recursive: true });
  t.equal(hasAuthFiles(root, 's1'), false);
  mkdirSync(join(profile, 'Local Storage'));
  t.equal(hasAuthFiles(root, 's1'), true);
});
