import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { sessionFolder } from '@whatsapp-service/shared/auth/session-folder.ts';
import { identify } from '@whatsapp-service/shared/process/process-identity.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { Lab } from '../support/lab.ts';
import { processTree, survivors } from '../support/process-tree.ts';
import { serviceBrowser } from '../support/browsers.ts';
import { until } from '../support/until.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());

const script = '"$BROWSER" --no-sandbox --remote-debugging-pipe "--user-data-dir=$PROFILE" about:blank';

/** A real browser on the profile that no ledger names and no worker owns; `after` is what the shell that runs it does then. */
async function strayOn(profile: string, after?: string): Promise<ProcessIdentity[]> {
  const child = spawn('/bin/sh', ['-c', after === undefined ? `exec ${script}` : `${script}; ${after}`], {
    env: { PATH: process.env['PATH'], BROWSER: serviceBrowser.path, PROFILE: profile },
    detached: true,
    // The pipe of DevTools stays open for as long as this test: nothing but a signal ends the browser.
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('The browser did not start.');
  t.teardown(() => {
    for (const each of processTree(pid)) process.kill(each.pid, 'SIGKILL');
  });
  return until('the browser has its processes', () => [processTree(pid)].find((tree) => tree.length >= 5), 30_000);
}

await t.test('browsers on profiles of ours that nobody owns are ended at the start, and others are left alone', async (t) => {
  const lost = await strayOn(sessionFolder(lab.authDir, 'lost'));
  // Its group is that of a shell, which is none of ours and goes on without it.
  const [shell, ...inGroup] = await strayOn(sessionFolder(lab.authDir, 'grouped'), 'sleep 300');
  const foreign = await strayOn(join(`${lab.authDir}-of-another`, 'session-lost'));
  const beside = await strayOn(join(lab.authDir, 'sessions'));
  const service = await lab.startService();
  await service.waitForReady();
  t.strictSame(await survivors([...lost, ...inGroup], 0), []);
  if (shell === undefined) throw new Error('There is no shell.');
  const left = [shell, ...foreign, ...beside];
  t.strictSame(await survivors(left, 0), left);
  t.ok(service.messages.includes('Processes of an earlier run were still there; they were ended'), service.output);
  const { body } = await service.api<string>('GET', '/metrics');
  t.ok(Number(/^whatsapp_reaped_processes_total (\d+)$/m.exec(body)?.[1]) >= 2, 'they are counted');
  t.equal(await service.stop(), 0);
});

await t.test('a ledger that names processes of before a reboot does no harm to those that have their numbers now', async (t) => {
  const [later, same] = [await strangerGroup(), await strangerGroup()];
  const ledger = join(lab.dataDir, 'workers');
  const entry = { browser: null, tokenHash: 'x'.repeat(43), epoch: 1, protocol: 1, codeVersion: '1' };
  // The number was given away; and by chance the start is the same, counted from another boot.
  await writeFile(join(ledger, 'later.json'), JSON.stringify({ ...entry, sessionId: 'later', worker: { pid: later.pid, startTime: '1' } }));
  await writeFile(join(ledger, 'same.json'), JSON.stringify({ ...entry, sessionId: 'same', worker: same, pidSpace: 'of another boot' }));
  const service = await lab.startService();
  await service.waitForReady();
  t.strictSame(await survivors([later, same], 0), [later, same]);
  t.strictSame(await readdir(ledger), [], 'the entries are gone');
  t.equal(await service.stop(), 0);
});

async function strangerGroup(): Promise<ProcessIdentity> {
  const child = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  const identity = identify(child.pid ?? 0);
  if (identity === undefined) throw new Error('The stranger has ended.');
  return identity;
}
