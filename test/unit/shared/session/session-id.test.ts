import t from 'tap';
import { isSessionId } from '@whatsapp-service/shared/session/session-id.ts';

await t.test('a session id is what LocalAuth takes as a folder name', async (t) => {
  for (const id of ['a', 'user_1_instance_main', 'A-Z', '0', 'x'.repeat(64)]) t.ok(isSessionId(id), id);
});

await t.test('nothing that could leave the folder, or is no text, is a session id', async (t) => {
  const none = ['', '.', '..', 'a/b', 'a\\b', '../a', 'a.b', 'a b', 'a\n', 'ä', 'x'.repeat(65), 'a\0', undefined, null, 7, ['a'], {}];
  for (const id of none) t.notOk(isSessionId(id), JSON.stringify(id));
});
