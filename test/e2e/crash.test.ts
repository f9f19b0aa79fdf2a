import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import t from 'tap';
import { commandLineOf, processTree, survivors } from '../support/process-tree.ts';
import { Lab } from '../support/lab.ts';
import type { ServiceProcess } from '../support/service-process.ts';

const ids = ['worker-killed', 'browser-killed', 'page-killed', 'bystander'];
const lab = await Lab.open();
t.teardown(() => lab.close());
const service = await lab.startService({ RESTORE_CONCURRENCY: '4' });
const phones = await lab.linkAll(service, ids);
await lab.waitForLinkOnDisk(...ids);

await t.test('a worker that is killed is started again after a pause, and its browser is gone with it', async (t) => {
  const { worker, browser } = lab.processesOf('worker-killed');
  const tree = [...processTree(worker.pid), ...processTree(browser.pid)];
  t.ok(tree.length > 4, 'there is a worker with a browser of several processes');
  const after = await service.lastSeq();
  process.kill(worker.pid, 'SIGKILL');
  await isConnectedAgain(service, 'worker-killed', after);
  t.strictSame(await survivors(tree, 5_000), []);
  t.match(await service.session('worker-killed'), { restarts: 1, reason: null, phone: phones[0]?.number });
  t.strictSame(await pathOf(service, 'worker-killed', after), ['backoff', 'queued', 'starting', 'authenticating', 'connected']);
  const [ended, running] = (await service.timeline('worker-killed')).starts;
  t.match(ended, { cause: 'person', exit_code: null, exit_signal: 'SIGKILL', ended_at: /Z$/ });
  t.match(running, { cause: 'restart', exit_code: null, exit_signal: null, ended_at: null });
  const backoff = (await service.events('worker-killed', after)).find(({ data }) => data['to'] === 'backoff');
  t.match(backoff?.data['reason'], { code: 'probably_out_of_memory', message: /ended by SIGKILL, which nobody here sent/ });
});

await t.test('the pause before a restart is half a second to a second at first, and longer the next time', async (t) => {
  const after = await service.lastSeq();
  const first = pauseOf(await service.events('worker-killed'));
  t.ok(first >= 500, `${first} ms`);
  process.kill(lab.processesOf('worker-killed').worker.pid, 'SIGKILL');
  await isConnectedAgain(service, 'worker-killed', after);
  const second = pauseOf(await service.events('worker-killed', after));
  t.ok(second >= 1_000, `${second} ms`);
  t.equal((await service.session('worker-killed')).restarts, 2);
});

await t.test('a browser that is killed is told as lost, and started again with a new worker', async (t) => {
  const { worker, browser } = lab.processesOf('browser-killed');
  const tree = [...processTree(worker.pid), ...processTree(browser.pid)];
  const after = await service.lastSeq();
  process.kill(browser.pid, 'SIGKILL');
  await isConnectedAgain(service, 'browser-killed', after);
  t.strictSame(await survivors(tree, 5_000), []);
  t.match(await service.session('browser-killed'), { restarts: 1, reason: null });
  t.match((await service.timeline('browser-killed')).starts[0], { exit_code: 21, exit_signal: null });
  const backoff = (await service.events('browser-killed', after)).find(({ data }) => data['to'] === 'backoff');
  t.match(backoff?.data['reason'], { code: 'browser_lost' });
});

await t.test('so is one whose page process is killed', async (t) => {
  const { worker, browser } = lab.processesOf('page-killed');
  const tree = [...processTree(worker.pid), ...processTree(browser.pid)];
  const renderer = tree.find(({ pid }) => commandLineOf(pid).includes('--type=renderer'));
  if (renderer === undefined) throw new Error('The browser has no page process.');
  const after = await service.lastSeq();
  process.kill(renderer.pid, 'SIGKILL');
  await isConnectedAgain(service, 'page-killed', after);
  t.strictSame(await survivors(tree, 5_000), []);
  t.match(await service.session('page-killed'), { restarts: 1 });
});

await t.test('the bystander noticed nothing: it logged in once and changed its state never', async (t) => {
  t.equal(lab.connectsOf(phones[ids.indexOf('bystander')] ?? lab.newPhone()), 1);
  const states = (await service.events('bystander')).filter(({ type }) => type === 'session.state_changed').map(({ data }) => data['to']);
  t.strictSame(states, ['queued', 'starting', 'pairing', 'authenticating', 'connected']);
  t.match(await service.session('bystander'), { status: 'connected', restarts: 0 });
});

await t.test('a message that is sent after all that arrives', async (t) => {
  const receiver = lab.newPhone();
  for (const id of ids) {
    const { status } = await service.api('POST', `/api/v1/sessions/${id}/messages`, { to: receiver.number, text: `from ${id}` });
    t.equal(status, 201, id);
    await receiver.waitForMessage(({ body }) => body === `from ${id}`);
  }
});

await t.test('a restart by command is no crash', async (t) => {
  const after = await service.lastSeq();
  await service.command('bystander', 'restart');
  await isConnectedAgain(service, 'bystander', after);
  t.strictSame(await pathOf(service, 'bystander', after), ['stopping', 'stopped', 'queued', 'starting', 'authenticating', 'connected']);
  t.equal((await service.session('bystander')).restarts, 0);
  t.match((await service.timeline('bystander')).starts[0], { exit_code: 0, exit_signal: null });
});

/** Resolves once the session was connected anew after an event. */
async function isConnectedAgain(from: ServiceProcess, id: string, after: number): Promise<void> {
  await from.waitForEvent(({ session_id, data }) => session_id === id && data['to'] === 'connected', { after, timeoutMs: 60_000 });
  await from.waitForStatus(id, 'connected');
}

/** The states that a session came to, in their order. */
async function pathOf(from: ServiceProcess, id: string, after: number): Promise<unknown[]> {
  const events = (await from.events(id, after)).filter(({ type }) => type === 'session.state_changed');
  return events.map(({ data }) => data['to']);
}

/** How long the first restart of these events was put off, in milliseconds. */
function pauseOf(events: readonly LoggedEvent[]): number {
  const begun = events.find(({ data }) => data['to'] === 'backoff');
  const over = events.find(({ data }) => data['cause'] === 'backoff_elapsed');
  return Date.parse(over?.time ?? '') - Date.parse(begun?.time ?? '');
}
