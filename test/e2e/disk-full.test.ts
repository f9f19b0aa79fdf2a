import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Lab } from '../support/lab.ts';
import { ServiceProcess, testApiKey, until } from '../support/service-process.ts';
import { mountRefusal, SmallDisk } from '../support/small-disk.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());
const refusal = mountRefusal(lab.folder);

await t.test('a data folder whose disk is full', { skip: refusal ?? false }, async (t) => {
  const disk = SmallDisk.mount(lab.dataDir, 16);
  t.teardown(() => disk.unmount());
  const service = await lab.startService({ RESTORE_CONCURRENCY: '2' });
  const [phone] = await lab.linkAll(service, ['anna', 'ben']);
  if (phone === undefined) throw new Error('There is no phone.');
  const friend = lab.newPhone();
  await t.test('an upload that does not fit is refused in its midst, nothing of it is left or sent, and the service goes on', async (t) => {
    const large = new Blob([new Uint8Array(30 * 1024 * 1024)]);
    const full = { status: 503, body: { code: 'SUP_STORAGE_UNAVAILABLE', detail: /ENOSPC/ } };
    t.match(await post(service, 'media', {}, large), full);
    t.match(await post(service, 'messages', { to: friend.number, kind: 'document' }, large), full);
    t.same(mediaFiles(), []);
    await isDegraded(service, false);
    t.equal((await post(service, 'messages', { to: friend.number, kind: 'document' }, new Blob(['fits']))).status, 201);
    await friend.waitForMessage(({ attributes }) => attributes['type'] === 'document');
    t.equal(friend.messages().length, 1);
    t.match(await service.session('anna'), { status: 'connected', restarts: 0 });
  });

  const after = await service.lastSeq();
  disk.fill();
  for (let n = 0; n < 30; n += 1) friend.send(phone.number, `during ${n}`);

  await t.test('is told everywhere, and once in the log', async (t) => {
    await isDegraded(service, true);
    const { status, body } = await service.api<{ reasons: unknown }>('GET', '/readyz');
    t.equal(status, 503);
    t.match(body, { status: 'degraded', reasons: [{ code: 'storage_unavailable', message: /DATA_DIR/ }] });
    await until(async () => ((await service.info()).storage.waiting_writes >= 30 ? true : undefined), 30_000);
    t.match((await service.info()).storage, { status: 'unavailable' });
    t.equal(service.messages.filter((message) => message.includes('refuses to be written to')).length, 1);
    t.notOk(service.messages.includes('An error that nobody caught: the service stops'));
  });

  await t.test('costs no connection: sessions receive, and what they say is kept', async (t) => {
    for (const id of ['anna', 'ben']) t.match(await service.session(id), { status: 'connected', restarts: 0 }, id);
    t.equal(
      textsOf(await service.events('anna', after)).filter((text) => text.startsWith('during')).length < 30,
      true,
      'not all is in the log',
    );
  });

  await t.test('refuses what could not be remembered', async (t) => {
    const refused = { status: 503, body: { code: 'SUP_STORAGE_UNAVAILABLE' } };
    t.match(await service.api('POST', '/api/v1/sessions', { session_id: 'new' }), refused);
    t.match(await service.api('DELETE', '/api/v1/sessions/ben'), refused);
    t.match(await service.api('POST', '/api/v1/sessions/anna/messages', { to: friend.number, text: 'not now' }), refused);
    t.notOk(
      friend.messages().some(({ body }) => body === 'not now'),
      'nothing goes out that could not be settled',
    );
    t.equal((await service.api('GET', '/api/v1/sessions/new')).status, 404);
  });

  await t.test('a session that ends meanwhile comes back all the same', async (t) => {
    process.kill(lab.processesOf('ben').worker.pid, 'SIGKILL');
    await service.waitForSession('ben', ({ status, restarts }) => status === 'connected' && restarts === 1);
    t.match(await service.session('anna'), { status: 'connected', restarts: 0 });
  });

  await t.test('when there is room again everything is committed, once and in order, and the state clears by itself', async (t) => {
    disk.free();
    await isDegraded(service, false);
    await service.waitForReady();
    const events = await service.events(undefined, after);
    t.strictSame(
      textsOf(events).filter((text) => text.startsWith('during')),
      Array.from({ length: 30 }, (_, n) => `during ${n}`),
    );
    t.strictSame(
      events.map(({ seq }) => seq),
      events.map((_, index) => after + 1 + index),
      'no number is missing',
    );
    t.strictSame(statesOf(events, 'ben'), ['backoff', 'queued', 'starting', 'authenticating', 'connected']);
    t.strictSame(statesOf(events, 'anna'), []);
    t.equal((await service.info()).storage.waiting_writes, 0);
    t.ok(lab.processesOf('ben').worker.pid, 'the ledger names the new worker');
    t.equal(service.messages.filter((message) => message.includes('is written to again')).length, 1);
    t.equal(await service.stop(), 0, service.output);
  });
});

await t.test('a data folder that becomes read-only', { skip: refusal ?? false }, async (t) => {
  const disk = SmallDisk.mountExt4(join(lab.folder, 'failing'), join(lab.folder, 'failing.img'), 24);
  t.teardown(() => disk.unmount());
  const service = await lab.startService({ DATA_DIR: disk.path, AUTH_DIR: join(lab.folder, 'auth-2') });
  const phone = await lab.link(service, 'carol');
  const friend = lab.newPhone();
  disk.fail();
  friend.send(phone.number, 'are you there?');
  await isDegraded(service, true);
  t.match(await service.session('carol'), { status: 'connected', restarts: 0 });
  t.equal((await service.api('POST', '/api/v1/sessions/carol/messages', { to: friend.number, text: 'no' })).status, 503);
  t.match((await service.info()).reasons, [
    { code: 'storage_unavailable', message: /^DATA_DIR refuses: (disk I\/O error|attempt to write a readonly database)/ },
  ]);
  t.equal(await service.stop(), 1, 'what is lost with the process is no clean end');
  t.match(service.output, /writes are lost: the disk of DATA_DIR refused them to the end/);
});

await t.test('a start on a disk that is read-only or full is refused with the folder’s name', { skip: refusal ?? false }, async (t) => {
  const disk = SmallDisk.mount(join(lab.folder, 'data-4'), 1);
  t.teardown(() => disk.unmount());
  disk.fill();
  const full = await ServiceProcess.startAndEnd({ ...lab.env, DATA_DIR: disk.path });
  t.match(full, { code: 1, output: /^The service does not start\. A disk is full \(.*ENOSPC.*\); make room where DATA_DIR/ });
  disk.free();
  disk.makeReadOnly();
  const readOnly = await ServiceProcess.startAndEnd({ ...lab.env, DATA_DIR: disk.path });
  t.match(readOnly, { code: 1, output: /^The service does not start\. DATA_DIR must be a folder; .*data-4 cannot be used \(EROFS\)/ });
});

await t.test('an auth folder whose disk is full', { skip: refusal ?? false }, async (t) => {
  const authDir = join(lab.folder, 'auth-3');
  const disk = SmallDisk.mount(authDir, 200);
  t.teardown(() => disk.unmount());
  const service = await lab.startService({ AUTH_DIR: authDir, DATA_DIR: join(lab.folder, 'data-3') });
  await lab.linkAll(service, ['dora', 'emil']);
  await until(async () => (readdirSync(authDir).length >= 2 ? true : undefined), 10_000);
  disk.fill();
  await isDegraded(service, true);

  await t.test('costs no connection', async (t) => {
    const friend = lab.newPhone();
    for (const id of ['dora', 'emil']) {
      t.equal((await service.api('POST', `/api/v1/sessions/${id}/messages`, { to: friend.number, text: id })).status, 201);
      await friend.waitForMessage(({ body }) => body === id);
      t.match(await service.session(id), { status: 'connected', restarts: 0 });
    }
  });

  await t.test('holds starts up, with the reason, and they follow when there is room', async (t) => {
    await service.command('emil', 'restart');
    const waiting = await service.waitForSession('emil', ({ reason }) => reason?.code === 'storage_unavailable');
    t.match(waiting, { state: 'queued', status: 'connecting', reason: { message: /AUTH_DIR .* is full/ } });
    disk.free();
    await service.waitForStatus('emil', 'connected');
    await service.waitForReady();
    t.match(await service.session('emil'), { restarts: 0, reason: null });
    t.equal(await service.stop(), 0);
  });
});

/** Sends a form to a route of Anna's. */
async function post(service: ServiceProcess, route: string, fields: Record<string, string>, media: Blob) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('media', media, 'a.bin');
  const headers = { 'x-api-key': testApiKey };
  const response = await fetch(`${service.url}/api/v1/sessions/anna/${route}`, { method: 'POST', headers, body });
  return { status: response.status, body: (await response.json()) as object };
}

function mediaFiles(): string[] {
  const entries = readdirSync(join(lab.dataDir, 'media'), { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : []));
}

async function isDegraded(service: ServiceProcess, wanted: boolean): Promise<void> {
  const reached = await until(async () => ((await service.info()).storage.status === 'unavailable') === wanted || undefined, 30_000);
  if (reached === undefined) throw new Error(`The storage is ${JSON.stringify((await service.info()).storage)}`);
}

function textsOf(events: readonly LoggedEvent[]): string[] {
  return events.filter(({ type }) => type === 'message.received').map(({ data }) => String(data['text']));
}

function statesOf(events: readonly LoggedEvent[], id: string): unknown[] {
  return events.filter(({ type, session_id }) => type === 'session.state_changed' && session_id === id).map(({ data }) => data['to']);
}
