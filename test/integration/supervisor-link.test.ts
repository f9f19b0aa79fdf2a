import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { identify } from '@whatsapp-service/shared/process/process-identity.ts';
import { SupervisorLink } from '@whatsapp-service/worker/link/supervisor-link.ts';
import { refuseAll } from '../fixtures/workers/refuse-all.ts';
import { FakeSupervisor } from '../support/fake-supervisor.ts';

// Not t.testdir(): its path is too long for a socket.
const folder = mkdtempSync(join(tmpdir(), 'sl-'));
const supervisor = new FakeSupervisor(join(folder, 's.sock'));
const said: string[] = [];
const identity = identify(process.pid);
if (identity === undefined) throw new Error('There is no /proc.');
const link = new SupervisorLink({
  socketPath: supervisor.path,
  token: 'a'.repeat(43),
  sessionId: 's1',
  identity,
  codeVersion: '0.0.0',
  handoverGraceMs: 10_000,
  phase: () => 'connected',
  methods: refuseAll(),
  onConnected: () => undefined,
  onOrphaned: () => undefined,
  onRefused: () => undefined,
  onViolation: (error) => said.push(error.message),
  onFull: () => said.push('full'),
  onRoom: () => said.push('room'),
});

t.before(async () => {
  await supervisor.listen();
  await link.connect();
});
t.teardown(async () => {
  link.close();
  await supervisor.vanish();
  rmSync(folder, { recursive: true, force: true });
});

const ack = (n: number) => ({ type: 'message.ack', message_id: `m${n}`, chat_id: 'c', ack: 1 }) as const;

await t.test('a flood of passing events holds up neither a beat nor a fact', async (t) => {
  for (let percent = 0; percent < 50_000; percent += 1) link.pass({ type: 'loading', percent });
  link.pass({ type: 'beat', phase: 'connected', rssBytes: 1 });
  link.state({ type: 'authenticated' });
  await supervisor.fact('authenticated');
  t.equal(supervisor.passing.filter(({ type }) => type === 'beat').length, 1, 'a worker without beats counts as dead');
  const before = supervisor.passing.length;
  t.ok(before <= 501, `${before} passing events came before the fact`);
});

await t.test('as many messages as may wait do, whatever else does; beyond that they are refused until there is room again', async (t) => {
  supervisor.acknowledges = false;
  link.state({ type: 'authenticated' });
  const taken = Array.from({ length: 10_000 }, (_, n) => link.state(ack(n)));
  t.equal(taken.indexOf(false), -1);
  t.strictSame(said, []);
  t.equal(link.state(ack(10_000)), false);
  t.equal(link.state(ack(10_001)), false);
  t.strictSame(said, ['full']);
  supervisor.acknowledges = true;
  supervisor.peer?.notify('ack', { seq: supervisor.kept.at(-1)?.seq ?? 0 });
  // Not `fact`, which looks through all of them at each one that comes.
  t.ok(await link.whenFewerWait(1, 60_000));
  t.strictSame(said, ['full', 'room']);
  const { facts } = supervisor;
  t.equal(facts.filter(({ type }) => type === 'message.ack').length, 10_000);
  t.match(
    facts.filter(({ type }) => type === 'facts_lost'),
    [{ count: 2 }],
  );
});
