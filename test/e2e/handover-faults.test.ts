import type { RestartPreview } from '@whatsapp-service/shared/api/restart-view.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { processTree, survivors } from '../support/process-tree.ts';
import { Lab } from '../support/lab.ts';
import { ServiceProcess, until } from '../support/service-process.ts';

const grace = { HANDOVER_GRACE_SECONDS: '40', WHATSAPP_SERVICE_LAUNCHER: '' };
const ids = ['one', 'two'];

const lab = await Lab.open();
t.teardown(() => lab.close());
let service = await lab.startService(grace);
const [phone, bystander] = await lab.linkAll(service, ids);
if (phone === undefined || bystander === undefined) throw new Error('Two phones are linked.');
const friend = lab.newPhone();
await lab.waitForLinkOnDisk(...ids);

/** Since when WhatsApp has a connection of the phone's device. */
function connectedSince(of: typeof phone): string[] {
  return lab.simulator.connections().flatMap((each) => (each.phone === of?.number ? [each.connectedAt] : []));
}

function outcomes(): Promise<Record<string, boolean>> {
  return service
    .info()
    .then(({ last_restoration: report }) => Object.fromEntries(report?.sessions.map((each) => [each.session_id, each.adopted]) ?? []));
}

await t.test('a second supervisor on the same data folder refuses to start and says which pid holds it', async (t) => {
  const { code, output } = await ServiceProcess.startAndEnd({ ...lab.env, ...grace });
  t.equal(code, 1);
  t.match(output, new RegExp(`is in use by another supervisor, process ${service.pid}\\.`));
  t.match(await service.session('one'), { status: 'connected' });
});

await t.test('what came while no supervisor was there is in the log, each once and in order', async (t) => {
  const since = connectedSince(phone);
  const texts = Array.from({ length: 20 }, (_unused, index) => `message ${index + 1}`);
  for (const text of texts.slice(0, 5)) friend.send(phone.number, text);
  await service.stop('SIGKILL');
  for (const text of texts.slice(5, 15)) friend.send(phone.number, text);
  service = await lab.startService(grace);
  for (const text of texts.slice(15)) friend.send(phone.number, text);
  await service.waitForReady();
  await service.waitForEvent(({ data }) => data['text'] === texts.at(-1));
  const received = (await service.events('one')).filter(({ type }) => type === 'message.received').map(({ data }) => data['text']);
  t.strictSame(received, texts);
  t.strictSame(connectedSince(phone), since);
});

await t.test(
  'a send that the service’s end interrupts is refused with its key, goes out once, and its result is there afterwards',
  async (t) => {
    const { browser } = lab.processesOf('one');
    const since = connectedSince(phone);
    // A page that does not answer keeps the send under way for as long as we like.
    process.kill(browser.pid, 'SIGSTOP');
    t.teardown(() => kill(browser.pid, 'SIGCONT'));
    const path = '/api/v1/sessions/one/messages';
    const body = { to: friend.number, text: 'on its way' };
    const sending = service.api<{ detail: string }>('POST', path, body);
    await until(async () => {
      const { body: preview } = await service.api<RestartPreview>('GET', '/api/v1/service/restart-preview?mode=full');
      return preview.in_flight_sends === 1 ? true : undefined;
    }, 10_000);
    service.signal('SIGTERM');
    const cut = await sending;
    t.match(cut, { status: 503, body: { code: 'SUP_SEND_HANDED_OVER' } });
    t.ok(Number(cut.headers.get('retry-after')) > 0);
    const key = /"Idempotency-Key: ([^"]+)"/.exec(cut.body.detail)?.[1] ?? '';
    t.match(await service.exited, { code: 0 }, service.output);
    kill(browser.pid, 'SIGCONT');
    service = await lab.startService(grace);
    await service.waitForReady();
    const repeated = await service.api<{ message_id: string }>('POST', path, body, { 'idempotency-key': key });
    t.equal(repeated.status, 201, JSON.stringify(repeated.body));
    const again = await service.api<{ message_id: string }>('POST', path, body, { 'idempotency-key': key });
    t.equal(again.body.message_id, repeated.body.message_id);
    await friend.waitForMessage((message) => message.body === 'on its way');
    t.equal(friend.messages().filter((message) => message.body === 'on its way').length, 1, 'it went out once');
    t.strictSame(connectedSince(phone), since);
  },
);

await t.test('a code that was on offer is offered again, by the same browser', async (t) => {
  const newcomer = lab.newPhone();
  await service.api('POST', '/api/v1/sessions', { session_id: 'three', user_id: 1 });
  await service.waitForQr('three');
  const processes = lab.processesOf('three');
  await service.stop('SIGTERM');
  service = await lab.startService(grace);
  await lab.scan(service, 'three', newcomer);
  t.strictSame(lab.processesOf('three'), processes);
  t.match(await service.session('three'), { phone: newcomer.number, restarts: 0 });
  await service.api('DELETE', '/api/v1/sessions/three');
  await until(async () => ((await service.api('GET', '/api/v1/sessions/three')).status === 404 ? true : undefined), 30_000);
});

await t.test('a worker that ended while nobody watched is started anew, the others are taken over', async (t) => {
  const since = connectedSince(bystander);
  const { worker } = lab.processesOf('one');
  const tree = processTree(worker.pid);
  await service.stop('SIGKILL');
  process.kill(worker.pid, 'SIGKILL');
  t.strictSame(await survivors(tree, 10_000), []);
  service = await lab.startService(grace);
  await service.waitForReady();
  t.strictSame(await outcomes(), { one: false, two: true });
  t.match(await service.session('one'), { status: 'connected' });
  t.strictSame(connectedSince(bystander), since);
});

await t.test('a worker that does not say hello is ended and its session starts anew; meanwhile the service says so', async (t) => {
  const since = connectedSince(bystander);
  const { worker, browser } = lab.processesOf('one');
  const tree = [...processTree(worker.pid), ...processTree(browser.pid)];
  await service.stop('SIGKILL');
  process.kill(worker.pid, 'SIGSTOP');
  t.teardown(() => kill(worker.pid, 'SIGKILL'));
  service = await lab.startService(grace);
  t.match(await service.session('one'), { state: 'adopting', status: 'connecting', reason: { code: 'adopting' } });
  t.match(await service.api('GET', '/readyz'), { status: 503, body: { status: 'restoring' } });
  const refused = await service.api('POST', '/api/v1/sessions/one/messages', { to: friend.number, text: 'x' });
  t.match(refused, { status: 503, body: { detail: /nothing was done/ } });
  await service.waitForReady();
  t.strictSame(await outcomes(), { one: false, two: true });
  t.strictSame(await survivors(tree, 0), [], 'nothing is left of it');
  t.strictSame(connectedSince(bystander), since);
});

await t.test('a worker of older code is restarted once it is idle, and no other', async (t) => {
  const since = connectedSince(bystander);
  const { worker } = lab.processesOf('one');
  await service.stop('SIGTERM');
  const path = join(lab.dataDir, 'workers', 'one.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), codeVersion: '0.0.9+000000000000' }));
  service = await lab.startService(grace);
  await service.waitForReady();
  t.strictSame(await outcomes(), { one: true, two: true });
  t.ok(service.messages.includes('1 workers run older code; each is restarted once its session is idle'), service.output);
  t.strictSame(lab.processesOf('one').worker, worker, 'not at once: callers may be repeating what was cut short');
  await until(async () => ((await survivors([worker], 0)).length === 0 ? true : undefined), 60_000);
  await service.waitForStatus('one', 'connected');
  t.match(await service.session('one'), { restarts: 0 });
  const changes = (await service.events('one')).filter(({ type }) => type === 'session.state_changed').map(({ data }) => data);
  t.ok(
    changes.some(({ to, reason }) => to === 'stopping' && Reflect.get(Object(reason), 'code') === 'updating'),
    'with its own reason',
  );
  t.strictSame(connectedSince(bystander), since);
});

await t.test('when nobody comes the sessions end in order by themselves', async (t) => {
  const processes = ids.flatMap((id) => processTree(lab.processesOf(id).worker.pid));
  await service.stop('SIGTERM');
  t.strictSame(await survivors(processes, 1_000), processes);
  t.strictSame(await survivors(processes, 60_000), []);
  t.strictSame(await lab.leftOver(), []);
});

await t.test('and come back from their profiles', async (t) => {
  service = await lab.startService(grace);
  await service.waitForReady();
  t.strictSame(await outcomes(), { one: false, two: false });
  t.ok([phone, bystander].every((each) => each.devices.length === 1));
});

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended, as it should.
  }
}
