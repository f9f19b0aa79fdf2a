import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import t from 'tap';
import { processTree, survivors } from '../support/process-tree.ts';
import { Lab } from '../support/lab.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());
const service = await lab.startService({ RESTORE_CONCURRENCY: '3' });
const phones = await lab.linkAll(service, ['pauses', 'hangs', 'bystander']);
await lab.waitForLinkOnDisk('hangs');
const after = await service.lastSeq();
const pausing = lab.processesOf('pauses').worker.pid;
const hanging = lab.processesOf('hangs');
const hangingTree = [...processTree(hanging.worker.pid), ...processTree(hanging.browser.pid)];
t.teardown(() => {
  for (const pid of [pausing, hanging.worker.pid]) signal(pid, 'SIGCONT');
});
process.kill(pausing, 'SIGSTOP');
process.kill(hanging.worker.pid, 'SIGSTOP');

await t.test('a worker that says nothing for 15 s is unresponsive, and sends to it fail at once', async (t) => {
  const session = await service.waitForSession('pauses', ({ state }) => state === 'unresponsive');
  t.match(session, { status: 'connecting', reason: { code: 'unresponsive' } });
  const beganMs = performance.now();
  const answer = await service.api('POST', '/api/v1/sessions/pauses/messages', { to: '15550000001', text: 'x' });
  t.match(answer, { status: 503, body: { code: 'SUP_SESSION_UNRESPONSIVE', detail: /nothing was sent/ } });
  t.ok(Number(answer.headers.get('retry-after')) > 0);
  t.ok(performance.now() - beganMs < 5_000);
});

await t.test('one that speaks again is connected again, and was never ended', async (t) => {
  process.kill(pausing, 'SIGCONT');
  await service.waitForStatus('pauses', 'connected');
  t.match(await service.session('pauses'), { restarts: 0, reason: null });
  t.equal(lab.processesOf('pauses').worker.pid, pausing);
  const states = (await service.events('pauses', after)).map(({ data }) => data['to']);
  t.strictSame(states, ['unresponsive', 'reconnecting', 'connected']);
  const receiver = lab.newPhone();
  t.equal((await service.api('POST', '/api/v1/sessions/pauses/messages', { to: receiver.number, text: 'back' })).status, 201);
  await receiver.waitForMessage(({ body }) => body === 'back');
});

await t.test('one that stays silent is ended after 30 s with its browser, and started again', async (t) => {
  const isBackoff = ({ session_id, data }: LoggedEvent): boolean => session_id === 'hangs' && data['to'] === 'backoff';
  const backoff = await service.waitForEvent(isBackoff, { after, timeoutMs: 90_000 });
  t.match(backoff.data['reason'], { code: 'unresponsive', message: /no sign of life for 30 s and was ended/ });
  t.strictSame(await survivors(hangingTree, 5_000), []);
  await service.waitForStatus('hangs', 'connected');
  t.match(await service.session('hangs'), { restarts: 1, reason: null });
  t.match((await service.timeline('hangs')).starts[0], { exit_signal: 'SIGKILL' });
});

await t.test('the bystander noticed nothing', async (t) => {
  t.strictSame(await service.events('bystander', after), []);
  t.equal(lab.connectsOf(phones[2] ?? lab.newPhone()), 1);
});

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}
