import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import t, { type Test } from 'tap';

import type { RestartPreview } from '@whatsapp-service/shared/api/restart-view.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';

import { WorkerLedger } from '@whatsapp-service/supervisor/workers/worker-ledger.ts';

import { endProcess } from '../support/django-command.ts';
import { startDjango } from '../support/django.ts';
import { freePort } from '../../scripts/service/free-port.ts';
import { Pm2 } from '../support/pm2.ts';
import { processesNaming, processTree, survivors } from '../support/process-tree.ts';
import { readTerminalQr } from '../support/read-terminal-qr.ts';
import { until } from '../support/until.ts';

const name = 'whatsapp-service';
const config = join(import.meta.dirname, '../../ecosystem.config.js');
const serviceKey = 'key-of-the-service-0123456789';
const djangoKey = 'key-of-django-0123456789';
const linkTimeoutMs = 90_000;
const restoreTimeoutMs = 60_000;
/** Longer than the grace and the time that workers take to close. */
const endTimeoutMs = 60_000;
const sessionIds = ['user_1_instance_main', 'user_1_instance_second'];

type Session = { session_id: string; status: string; phone: string | null };
type World = Awaited<ReturnType<typeof setUp>>;

/** The whole of it: pm2 and the service, Django with a user, a simulator with two phones. */
async function setUp(t: Pick<Test, 'teardown'>) {
  const folder = await mkdtemp(join(tmpdir(), 'pm2-e2e-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const simulator = await Simulator.start({ port: 0 });
  t.teardown(() => simulator.close());
  const phones = ['15550000001', '15550000002'].map((number, i) => simulator.addPhone({ number, name: `Phone ${i + 1}` }));
  const url = `http://127.0.0.1:${await freePort()}`;
  const djangoEnv = { WHATSAPP_SERVICE_URL: url, WHATSAPP_SERVICE_API_KEY: serviceKey };
  // A user without active sessions.
  const sessions = [{ session_id: 'unused', user_id: 1, is_active: false }];
  const django = await startDjango({ apiKey: djangoKey, sessions, extraEnv: djangoEnv });
  t.teardown(() => django.stop());
  const pm2 = await Pm2.open({
    HOST: '127.0.0.1',
    PORT: new URL(url).port,
    API_KEYS: serviceKey,
    // Shorter than what ecosystem.config.js sets where nothing is set.
    HANDOVER_GRACE_SECONDS: '15',
    DJANGO_BASE_URL: django.baseUrl,
    DJANGO_API_KEY: djangoKey,
    DATA_DIR: join(folder, 'data'),
    AUTH_DIR: join(folder, 'auth'),
    CACHE_DIR: join(folder, 'cache'),
    CHROMIUM_ARGS: simulator.chromiumArgs.map((arg) => `"${arg}"`).join(' '),
  });
  t.teardown(() => pm2.close());
  return { folder, simulator, phones, url, django, pm2 };
}

async function ask(url: string, path: string): Promise<unknown> {
  const response = await fetch(url + path, { headers: { 'x-api-key': serviceKey }, signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function statusesOf({ url }: World): Promise<Record<string, string>> {
  const { sessions } = (await ask(url, '/api/v1/sessions')) as { sessions: Session[] };
  return Object.fromEntries(sessions.map((session) => [session.session_id, session.status]));
}

async function allConnected(world: World): Promise<void> {
  await until(
    'every session is connected',
    async () => {
      const statuses = await statusesOf(world);
      return sessionIds.every((id) => statuses[id] === 'connected');
    },
    restoreTimeoutMs,
  );
}

async function qrEvents({ url }: World): Promise<number> {
  const { events } = (await ask(url, '/api/v1/events?types=session.qr&limit=1000')) as { events: unknown[] };
  return events.length;
}

/** Confirms a restart and waits until pm2 has started another process that answers. */
async function restartByApi({ pm2, url }: World, mode: 'handover' | 'full'): Promise<void> {
  const { restarts } = await pm2.app(name);
  const { confirm_token } = (await ask(url, `/api/v1/service/restart-preview?mode=${mode}`)) as RestartPreview;
  const confirmed = await fetch(`${url}/api/v1/service/restart`, {
    method: 'POST',
    headers: { 'x-api-key': serviceKey, 'content-type': 'application/json' },
    body: JSON.stringify({ confirm_token, mode }),
    signal: AbortSignal.timeout(5_000),
  });
  if (confirmed.status !== 202) throw new Error(`The restart was answered with ${confirmed.status}: ${await confirmed.text()}`);
  await until(
    'pm2 has started it again',
    async () => (await pm2.app(name)).restarts > restarts && (await ask(url, '/livez')),
    restoreTimeoutMs,
  );
}

/** Asks /readyz again and again; `end` waits until it is ready and gives what it said, repeats left out, "away" where nobody answered. */
function watchReadiness({ url }: World): { end: () => Promise<string[]> } {
  const said: string[] = [];
  const over = new AbortController();
  const untilMs = Date.now() + 2 * restoreTimeoutMs;
  const watching = (async () => {
    while ((!over.signal.aborted || said.at(-1) !== 'ready') && Date.now() < untilMs) {
      const status = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
        async (response) => ((await response.json()) as { status: string }).status,
        () => 'away',
      );
      if (said.at(-1) !== status) said.push(status);
      await delay(10);
    }
  })();
  return {
    end: async () => {
      over.abort();
      await watching;
      return said;
    },
  };
}

/** What WhatsApp sees: a line for each connected device, with the moment it connected. */
function connections({ simulator }: World): string[] {
  return simulator.connections().map(({ device, connectedAt }) => `${device} since ${connectedAt}`);
}

/** The workers and their browsers: after a restart they are no longer children of pm2. */
function sessionProcesses({ folder }: World): ProcessIdentity[] {
  return new WorkerLedger(join(folder, 'data', 'workers')).readAll().flatMap(({ worker }) => processTree(worker.pid));
}

/** What still runs for the service, found by its folder; pm2's daemon was given the same environment and stays. */
function leftIn({ folder, pm2 }: World): { pid: number; command: string }[] {
  return processesNaming(folder).filter(({ pid }) => pid !== pm2.daemonPid);
}

/** As a person does: runs Django's command, scans what it draws in the terminal, and waits for its good end. */
async function link(world: World, sessionId: string, phone: World['phones'][number]): Promise<string> {
  const command = world.django.spawnCommand(['link_session', sessionId, '--user', 'user_1', '--poll', '0.2']);
  let output = '';
  command.stdout?.on('data', (chunk: Buffer) => (output += chunk));
  command.stderr?.on('data', (chunk: Buffer) => (output += chunk));
  let isOver = false;
  command.once('close', () => (isOver = true));
  try {
    const text = await until('a QR code is drawn', () => isOver || readTerminalQr(output), linkTimeoutMs);
    if (text !== true) await phone.scan(text);
    await until('the command has ended', () => isOver, linkTimeoutMs);
  } catch (error) {
    throw new Error(`${sessionId} was not linked:\n${output}`, { cause: error });
  } finally {
    await endProcess(command);
  }
  return output;
}

t.test('under pm2 the service comes back with its sessions, and leaves nothing when it stops', async (t) => {
  const world = await setUp(t);
  const { phones, url, django, pm2 } = world;
  // Each step builds on the one before: after a failure the rest would only wait.
  const step = async (title: string, run: (t: Test) => Promise<void>) => {
    if (t.passing()) await t.test(title, run);
    else t.fail(title, { reason: 'an earlier step failed' });
  };

  await step('it is online when it answers', async (t) => {
    await pm2.start(config);
    t.strictSame(await ask(url, '/livez'), { status: 'ok' });
    t.equal((await pm2.app(name)).status, 'online');
  });

  await step('accounts are linked from Django, by the code in the terminal', async (t) => {
    for (const [i, sessionId] of sessionIds.entries()) {
      const phone = phones[i];
      if (phone === undefined) throw new Error('There are fewer phones than sessions.');
      t.match(await link(world, sessionId, phone), new RegExp(`Connected as ${phone.number}\\.`));
    }
    const sent = await django.manage(['send_message', sessionIds[0] ?? '', phones[1]?.number ?? '', 'Hello']);
    t.equal(sent.code, 0, 'the message is sent', { stderr: sent.stderr });
    await phones[1]?.waitForMessage((message) => message.body === 'Hello');
  });

  const restarts = [
    { title: 'a restart by the API', restart: () => restartByApi(world, 'handover') },
    { title: 'pm2 restart', restart: () => pm2.restart(name) },
    { title: 'pm2 reload', restart: () => pm2.reload(name) },
    {
      title: 'the end of a supervisor that was killed',
      restart: async () => {
        const { pid, restarts: count } = await pm2.app(name);
        process.kill(pid, 'SIGKILL');
        await until('pm2 has started it again', async () => (await pm2.app(name)).restarts > count && (await ask(url, '/livez')));
      },
    },
  ];
  for (const { title, restart } of restarts) {
    await step(`${title} disconnects nobody`, async (t) => {
      const [supervisor, codes, seen] = [(await pm2.app(name)).pid, await qrEvents(world), connections(world)];
      const others = sessionProcesses(world);
      t.equal(seen.length, 2);
      t.ok(others.length > 5, 'there are workers and browsers');
      t.ok(codes > 0, 'codes are counted');
      const watch = watchReadiness(world);
      await restart();
      await allConnected(world);
      const readiness = await watch.end();
      t.strictSame([readiness[0], readiness.at(-1)], ['ready', 'ready']);
      t.ok(readiness.includes('away'), readiness.join(' '));
      t.ok(
        readiness.every((status) => ['ready', 'draining', 'away', 'restoring'].includes(status)),
        readiness.join(' '),
      );
      t.not((await pm2.app(name)).pid, supervisor, 'the supervisor is a new one');
      t.strictSame(connections(world), seen, 'WhatsApp saw no connection close');
      t.strictSame(await survivors(others, 0), others, 'workers and browsers are the same processes');
      t.equal(await qrEvents(world), codes, 'no code was offered');
      t.ok(phones.every((phone) => phone.devices.length === 1));
      const log = readFileSync((await pm2.app(name)).outFile, 'utf8')
        .split('The service listens on')
        .at(-1);
      for (const sessionId of sessionIds) t.match(log, `✓ Session restored: ${sessionId}`);
      t.match(log, 'Session restoration complete: 2 restored, 0 failed');
    });
  }

  await step('a full restart by the API ends the sessions, and brings them back without a code', async (t) => {
    const [supervisor, codes, seen] = [(await pm2.app(name)).pid, await qrEvents(world), connections(world)];
    const others = sessionProcesses(world);
    const watch = watchReadiness(world);
    await restartByApi(world, 'full');
    t.strictSame(await survivors(others, endTimeoutMs), [], 'the workers and browsers of before have ended');
    await allConnected(world);
    t.not((await pm2.app(name)).pid, supervisor, 'the supervisor is a new one');
    t.notOk(
      connections(world).some((connection) => seen.includes(connection)),
      'the connections are new',
    );
    t.equal(await qrEvents(world), codes, 'no code was offered');
    t.ok(phones.every((phone) => phone.devices.length === 1));
    t.strictSame(await watch.end(), ['ready', 'draining', 'away', 'restoring', 'ready']);
  });

  await step('after pm2 stop the sessions end by themselves, and leave no process', async (t) => {
    const processes = sessionProcesses(world);
    await pm2.stop(name);
    t.strictSame(await survivors(processes, 0), processes, 'they wait for the next supervisor');
    t.strictSame(await survivors(processes, endTimeoutMs), []);
    t.strictSame(leftIn(world), []);
    t.match(await pm2.app(name), { status: 'stopped', pid: 0 });
    await t.rejects(ask(url, '/livez'));
  });

  await step('pm2 start after stop brings them back, pm2 delete ends it for good', async (t) => {
    await pm2.start(config);
    await allConnected(world);
    const processes = sessionProcesses(world);
    await pm2.delete(name);
    t.strictSame(await survivors(processes, endTimeoutMs), []);
    t.strictSame(leftIn(world), []);
    t.strictSame(await pm2.list(), []);
  });
});
