import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { Lab } from '../support/lab.ts';
import { serviceBrowser } from '../support/browsers.ts';

interface Readiness {
  readonly status: string;
  readonly reasons: { code: string; message: string }[];
}

const lab = await Lab.open();
t.teardown(() => lab.close());
const broken = join(lab.folder, 'broken');
const browser = join(lab.folder, 'chromium-headless-shell');
await writeFile(
  browser,
  `#!/bin/sh\n[ -e '${broken}' ] && { echo 'no space left on device' >&2; exit 1; }\nexec ${serviceBrowser.path} "$@"\n`,
  {
    mode: 0o755,
  },
);
const service = await lab.startService({ CHROMIUM_PATH: browser, RESTORE_CONCURRENCY: '2' });
const phone = await lab.link(service, 'bystander');
await service.waitForReady();
const after = await service.lastSeq();
const ids = ['a', 'b', 'c'];

await t.test('when browsers no longer launch, whatever session it is for, starts pause and the service says so', async (t) => {
  await writeFile(broken, '');
  for (const session_id of ids) await service.api('POST', '/api/v1/sessions', { session_id });
  const { data } = await service.waitForEvent(({ type }) => type === 'service.starts_paused', { after });
  t.match(data, { cause: '3 launches of browsers failed in a row', pause_ms: 15_000 });
  const { status, body } = await service.api<Readiness>('GET', '/readyz');
  t.equal(status, 503);
  t.match(body, {
    status: 'degraded',
    reasons: [{ code: 'starts_paused', message: /3 launches of browsers failed in a row/, since: /Z$/ }],
  });
  t.equal((await service.info()).status, 'degraded');
  t.ok(service.messages.some((message) => /failed in a row: no session is started for 15 s/.test(message)));
});

await t.test('a session that runs notices nothing', async (t) => {
  t.match(await service.session('bystander'), { status: 'connected', restarts: 0 });
  t.equal(lab.connectsOf(phone), 1);
});

await t.test('a person who has mended the machine need not wait: the start is the probe, and the others follow', async (t) => {
  await rm(broken);
  await service.api('POST', '/api/v1/sessions', { session_id: 'd' });
  const resumed = await service.waitForEvent(({ type }) => type === 'service.starts_resumed', { after, timeoutMs: 14_000 });
  t.match(resumed.data, { cause: null });
  for (const id of [...ids, 'd']) await service.waitForStatus(id, 'qr_required');
  await service.waitForReady();
  t.match((await service.api<Readiness>('GET', '/readyz')).body, { status: 'ready', reasons: [] });
});

await t.test('when many workers end at once starts pause as well, and the session that runs notices nothing', async (t) => {
  const ended = [...ids, 'd', 'e'];
  await service.api('POST', '/api/v1/sessions', { session_id: 'e' });
  await service.waitForStatus('e', 'qr_required');
  const seq = await service.lastSeq();
  const workers = ended.map((id) => lab.processesOf(id).worker.pid);
  for (const pid of workers) process.kill(pid, 'SIGKILL');
  const { data } = await service.waitForEvent(({ type }) => type === 'service.starts_paused', { after: seq });
  t.match(data, { cause: '5 of 6 sessions ended within 60 s', pause_ms: 15_000 });
  t.match(await service.session('bystander'), { status: 'connected', restarts: 0 });
  t.equal(lab.connectsOf(phone), 1);
});
