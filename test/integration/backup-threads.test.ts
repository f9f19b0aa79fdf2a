import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { BackupThreads } from '@whatsapp-service/supervisor/backup/backup-threads.ts';
import { identity, profile } from '../support/backup-samples.ts';

t.test('backups are made by a thread of lower priority; the service’s own stays as it is', async (t) => {
  const folder = t.testdir({ profile, backups: {} });
  mkdirSync(join(folder, 'auth'));
  const threads = new BackupThreads();
  t.teardown(() => threads.close());
  // The threads that Node.js has for files: they would take their priority from whichever thread needs them first.
  await stat(folder);
  const before = niceOfThreads();
  const outcome = await threads.run({
    kind: 'create',
    identity,
    profile: join(folder, 'profile'),
    staging: join(folder, 'auth/staging'),
    path: join(folder, 'backups/a.wabackup'),
    connected: true,
    secret: undefined,
  });
  t.match(outcome, { files: Number });
  const after = niceOfThreads();
  t.ok(before.size > 1);
  for (const [thread, nice] of before) t.equal(after.get(thread) ?? nice, nice);
  t.ok([...after].some(([thread, nice]) => !before.has(thread) && nice === 10));
});

/** How nice each of this process's threads is, by its id. */
function niceOfThreads(): Map<string, number> {
  const nice = new Map<string, number>();
  for (const thread of readdirSync('/proc/self/task')) {
    try {
      const line = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
      // The name, in parentheses, may have spaces.
      nice.set(thread, Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[16]));
    } catch {
      // It has ended.
    }
  }
  return nice;
}
