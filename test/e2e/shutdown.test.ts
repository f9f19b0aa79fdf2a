import { join } from 'node:path';
import t from 'tap';
import { processTree, survivors } from '../support/process-tree.ts';
import { Lab } from '../support/lab.ts';
import { ServiceProcess, testApiKey, until } from '../support/service-process.ts';
import { SseClient } from '../support/sse-client.ts';

const steps = [
  'refuse commands',
  'cancel pending starts',
  'end event streams',
  'stop sessions',
  'note the end',
  'deliver to webhooks',
  'close the HTTP server',
  'close the workers’ socket',
  'close the job pool',
  'close the database',
];

const lab = await Lab.open();
t.teardown(() => lab.close());
const first = await lab.startService();
await lab.linkAll(first, ['one', 'two']);

await t.test('while it stops, the service refuses commands, answers questions and ends its streams', async (t) => {
  const { worker } = lab.processesOf('one');
  const stream = await SseClient.open(`${first.url}/api/v1/events/stream`, { 'x-api-key': testApiKey });
  // A worker that does not run holds the shutdown up for as long as we like.
  process.kill(worker.pid, 'SIGSTOP');
  t.teardown(() => kill(worker.pid, 'SIGCONT'));
  first.signal('SIGTERM');
  await isDraining(first);
  const commands = [
    ['POST', '/api/v1/sessions', { session_id: 'new', user_id: 1 }],
    ['POST', '/api/v1/sessions/two/start', undefined],
    ['POST', '/api/v1/sessions/two/messages', { to: '15550000001', text: 'x' }],
    ['DELETE', '/api/v1/sessions/two', undefined],
  ] as const;
  for (const [method, path, body] of commands) {
    const answer = await first.api(method, path, body);
    t.match(answer, { status: 503, body: { code: 'SUP_DRAINING', detail: /takes no commands; nothing was done/ } }, `${method} ${path}`);
    t.ok(Number(answer.headers.get('retry-after')) > 0);
  }
  t.equal((await first.api('GET', '/livez')).status, 200);
  t.match(await first.session('one'), { state: 'stopping', desired: 'running', reason: { code: 'service_stopped' } });
  await stream.untilEnded();
  t.equal(stream.events.at(-1)?.event, 'stream.ended');
  kill(worker.pid, 'SIGCONT');
  t.match(await first.exited, { code: 0, signal: null });
  t.strictSame(stepsOf(first), steps);
  t.equal(first.messages.at(-1), 'The service has stopped');
});

await t.test('SIGTERM in the middle of a restoration stops it, and costs no session', async (t) => {
  lab.simulator.faults.set({ loginNeverCompletes: true });
  const service = await lab.startService({ RESTORE_CONCURRENCY: '1' });
  await until(async () => (lab.simulator.connections().length > 0 ? true : undefined), 60_000);
  const { body } = await service.api<{ sessions: { state: string }[] }>('GET', '/api/v1/sessions');
  t.strictSame(body.sessions.map(({ state }) => state).toSorted(), ['queued', 'starting']);
  t.equal(await service.stop('SIGTERM'), 0);
  t.strictSame(await lab.leftOver(), []);
  t.notOk(
    service.messages.some((message) => message.startsWith('✗')),
    'no session is told as failed',
  );
  t.notOk(service.messages.some((message) => message.startsWith('Session restoration complete')));
  lab.simulator.faults.clear();
});

await t.test('SIGINT stops as SIGTERM does, and both sessions were back', async (t) => {
  const service = await lab.startService();
  await service.waitForReady();
  t.ok(service.messages.includes('Session restoration complete: 2 restored, 0 failed'), service.output);
  const tree = processTree(service.pid);
  t.equal(await service.stop('SIGINT'), 0);
  t.strictSame(stepsOf(service), steps);
  t.strictSame(await survivors(tree, 0), [], 'every process has ended before the service itself');
});

await t.test('a second signal kills what is left and ends with 1', async (t) => {
  const service = await lab.startService();
  await service.waitForReady();
  const tree = processTree(service.pid);
  const { worker } = lab.processesOf('one');
  process.kill(worker.pid, 'SIGSTOP');
  t.teardown(() => kill(worker.pid, 'SIGKILL'));
  service.signal('SIGTERM');
  await isDraining(service);
  service.signal('SIGTERM');
  t.match(await service.exited, { code: 1, signal: null });
  t.strictSame(await survivors(tree, 5_000), []);
  t.ok(service.messages.includes('A second signal: the sessions’ processes are killed'), service.output);
});

await t.test('after that, too, both come back', async (t) => {
  const service = await lab.startService();
  await service.waitForReady();
  t.ok(service.messages.includes('Session restoration complete: 2 restored, 0 failed'), service.output);
  t.equal(await service.stop(), 0);
});

await t.test('a signal that comes while it starts ends it in order, and no worker outlives it', async (t) => {
  const { code, output } = await ServiceProcess.startAndEnd(lab.env, 60_000, join(import.meta.dirname, '../support/signalled-service.ts'));
  t.equal(code, 0, output);
  t.match(output, /SIGTERM: the service stops[^]*The service has stopped/);
  t.strictSame(await lab.leftOver(), []);
});

async function isDraining(service: ServiceProcess): Promise<void> {
  const found = await until(async () => {
    const { status, body } = await service.api<{ status: string }>('GET', '/readyz');
    return status === 503 && body.status === 'draining' ? true : undefined;
  }, 30_000);
  if (found === undefined) throw new Error(`The service does not drain:\n${service.output}`);
}

function stepsOf(service: ServiceProcess): string[] {
  return service.messages.flatMap((message) => (message.startsWith('Shutdown: ') ? [message.slice('Shutdown: '.length)] : []));
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended, as it should.
  }
}
