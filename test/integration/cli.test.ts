import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { cli, CliProcess } from '../support/cli.ts';
import { readTerminalQr } from '../support/read-terminal-qr.ts';
import { testApiKey } from '../support/service-process.ts';
import { TimedLab } from '../support/timed-lab.ts';
import { until } from '../support/until.ts';

const timed = await TimedLab.open({ LOG_LEVEL: 'debug' });
t.teardown(() => timed.close());
const { lab, service } = timed;
const env = { WHATSAPP_SERVICE_URL: service.url, WHATSAPP_SERVICE_KEY: testApiKey };
const id = 'fx-behaves-1';
// A name that would clear the screen of whoever looks.
await service.api('POST', '/api/v1/sessions', { session_id: id, user_id: 7, instance_name: 'Büro \u001B[2J' });
await service.waitForStatus(id, 'connected');

await t.test('status says how the service is, to people and to programs', async (t) => {
  const people = await cli(['status'], { env });
  t.equal(people.code, 0, people.stderr);
  t.match(people.stdout, /^Service +(ready|degraded), version \d/m);
  t.match(people.stdout, /^Sessions +1: 1 connected, 0 connecting/m);
  t.match(people.stdout, /^Sends +0 wait, 0 under way$/m);
  t.match(people.stdout, /^Event log +\d+ events since 20\S+Z, /m);
  t.match(people.stdout, /^Directory +kept by the service itself$/m);
  const programs = await cli(['status', '--json'], { env });
  t.match(JSON.parse(programs.stdout), { sessions: { total: 1, connected: 1 } } satisfies { sessions: Partial<ServiceInfo['sessions']> });
});

await t.test('sessions is a table, or JSON; the options stand before or after the command', async (t) => {
  const { code, stdout } = await cli(['sessions'], { env });
  t.equal(code, 0);
  const [head, row, ...rest] = stdout.trimEnd().split('\n');
  t.match(head, /^SESSION +USER +INSTANCE +STATUS/);
  t.match(row, /^fx-behaves-1 +7 +Büro �\[2J +connected +15550009999/);
  t.strictSame(rest, []);
  t.notOk(stdout.includes('\u001B'), 'nobody was at a terminal, and a name may not do anything to one');
  for (const args of [
    ['--json', 'sessions', 'list', '--user', '7'],
    ['sessions', '--status', 'connected', '--json'],
  ]) {
    const { sessions } = JSON.parse((await cli(args, { env })).stdout) as { sessions: SessionView[] };
    t.match(sessions, [{ session_id: id, instance_name: 'Büro \u001B[2J' }]);
    t.equal(sessions.length, 1);
  }
  t.equal((await cli(['sessions', '--status', 'disconnected'], { env })).stdout, 'There are no such sessions.\n');
  t.ok((await cli(['sessions'], { env, types: '' })).stdout.includes('\u001B[32mconnected\u001B[39m'), 'a terminal has colours');
});

await t.test('one session with all that is known of it', async (t) => {
  const { stdout } = await cli(['sessions', 'show', id], { env });
  t.match(stdout, /^Status +connected \(connected\), is to be running$/m);
  t.match(JSON.parse((await cli(['sessions', 'show', id, '--json'], { env })).stdout), { session_id: id, status: 'connected' });
});

await t.test('what ends something asks first', async (t) => {
  const nobody = await cli(['sessions', 'stop', id], { env });
  t.match(nobody, { code: 2, stderr: /stays linked\. Go on\? Nobody can be asked here: add --yes/ });
  const no = await cli(['sessions', 'stop', id], { env, types: '\n' });
  t.match(no, { code: 1, stderr: /Go on\? \[y\/N\].*Nothing was done/s });
  t.equal((await service.session(id)).status, 'connected');
  t.match(await cli(['sessions', 'stop', id], { env, types: 'y\n' }), { code: 0, stdout: /^Taken: fx-behaves-1 is/ });
  await service.waitForStatus(id, 'disconnected');
  t.equal((await cli(['sessions', 'start', id], { env })).code, 0);
  await service.waitForStatus(id, 'connected');
});

await t.test('a session is restarted, logged out and forgotten', async (t) => {
  const other = 'fx-behaves-2';
  await service.api('POST', '/api/v1/sessions', { session_id: other });
  await service.waitForStatus(other, 'connected');
  t.match(await cli(['sessions', 'restart', other, '-y', '--json'], { env }), { code: 0 });
  await service.waitForSession(other, ({ status, connected_since: since }) => status === 'connected' && since !== null);
  t.match(await cli(['sessions', 'logout', other, '-y'], { env }), { code: 0 });
  await service.waitForSession(other, ({ state }) => state === 'unlinked');
  t.match(await cli(['sessions', 'delete', other, '-y'], { env }), { code: 0 });
  const gone = await until('the session is forgotten', async () => {
    const result = await cli(['sessions', 'show', other], { env });
    return result.code === 4 ? result : undefined;
  });
  t.match(gone.stderr, /SUP_SESSION_NOT_FOUND/);
});

await t.test('qr draws each code as it comes, until the phone is linked', async (t) => {
  const linking = 'fx-links-1';
  await service.api('POST', '/api/v1/sessions', { session_id: linking });
  const following = new CliProcess(['qr', linking], env);
  await until('the first code is drawn', () => readTerminalQr(following.stdout) === 'first-code-of-a-fixture');
  await writeFile(join(lab.folder, 'renewed'), '');
  await until('the second code is drawn', () => readTerminalQr(following.stdout) === 'second-code-of-a-fixture');
  await writeFile(join(lab.folder, 'scanned'), '');
  t.match(await following.exited, { code: 0, stdout: /✓ fx-links-1 is connected\.\n$/, stderr: '' });
  t.notOk(following.stdout.includes('\u001B'));
  t.match(JSON.parse((await cli(['qr', linking, '--json'], { env })).stdout), { status: 'connected' });
});

await t.test('qr says why there is none', async (t) => {
  await service.command(id, 'stop');
  await service.waitForSession(id, ({ state }) => state === 'stopped');
  t.match(await cli(['qr', id], { env }), { code: 1, stderr: /is stopped and offers no QR code.*qr fx-behaves-1 --start" starts it/ });
  t.match(await cli(['qr', id, '--start'], { env }), { code: 0, stdout: /is connected/ });
  await service.command(id, 'stop');
  t.match(await cli(['qr', id, '--start'], { env }), { code: 0, stdout: /is connected/ }, 'one that is still stopping starts afterwards');
});

await t.test('logs are the last lines, by level and session', async (t) => {
  const all = await cli(['logs', '-n', '10000'], { env });
  t.equal(all.code, 0);
  t.match(all.stdout, /^\d{4}-.*Z INFO {2}.*The service listens on/m);
  const own = await cli(['logs', '--session', id, '--json'], { env });
  const lines = own.stdout.trimEnd().split('\n');
  t.ok(lines.length > 1);
  t.ok(lines.every((line) => (JSON.parse(line) as LogLine).session_id === id));
  t.equal((await cli(['logs', '-n', '2'], { env })).stdout.trimEnd().split('\n').length, 2);
  t.equal((await cli(['logs', '-n', '0'], { env })).stdout, '');
  t.match((await cli(['logs', '--level', 'fatal'], { env })).stdout, '');
});

await t.test('logs -f goes on with new lines until it is ended, and ends quietly where nobody reads any more', async (t) => {
  const following = new CliProcess(['logs', '-f', '-n', '0', '--session', id], env);
  const unread = new CliProcess(['logs', '-f', '-n', '1'], env);
  await until('it follows', () => unread.stdout !== '');
  unread.closeOutput();
  // The first lines may come before it follows.
  await until('a line has come', async () => {
    await service.command(id, 'restart');
    await service.waitForStatus(id, 'connected');
    return following.stdout.includes(id);
  });
  t.match(await unread.exited, { code: 0, stderr: '' });
  following.signal('SIGTERM');
  t.equal((await following.exited).stderr, '');
});

await t.test('a refusal, a wrong use and an absent service each have an exit code of their own', async (t) => {
  t.match(await cli(['status'], { env: { ...env, WHATSAPP_SERVICE_KEY: 'wrong-key-wrong-key-wrong-key' } }), {
    code: 4,
    stderr: /SUP_UNAUTHORIZED/,
    stdout: '',
  });
  t.match(await cli(['sessions', 'show', 'nobody'], { env }), { code: 4, stderr: /SUP_SESSION_NOT_FOUND/ });
  for (const args of [
    [],
    ['nonsense'],
    ['status', 'more'],
    ['sessions', 'show', '../etc'],
    ['logs', '-n', 'x'],
    ['logs', '--level', 'loud'],
    ['--timeout', '0', 'status'],
    ['--url', 'ftp://x', 'status'],
  ]) {
    const { code, stdout, stderr } = await cli(args, { env });
    t.equal(code, 2, args.join(' '));
    t.equal(stdout, '');
    t.not(stderr, '');
  }
  const closed = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => closed.once('listening', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  t.match(await cli(['status', '--url', `http://127.0.0.1:${port}`], { env }), {
    code: 3,
    stderr: /not reachable \(ECONNREFUSED\).*doctor/,
  });
});

await t.test('whatever else listens there does not get the key elsewhere, and is told from the service', async (t) => {
  const asked: string[] = [];
  const stranger = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/silent/api/v1/service') return;
    if (request.url === '/away/api/v1/service') response.writeHead(302, { location: '/elsewhere' }).end();
    else response.end('<html>\u001B[2J</html>');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => stranger.once('listening', resolve));
  t.teardown(() => {
    stranger.closeAllConnections();
    stranger.close();
  });
  const url = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  t.match(await cli(['status', '--url', url], { env }), { code: 1, stderr: /is not this service: its answer is no JSON/ });
  t.match(await cli(['status', '--url', `${url}/away`], { env }), { code: 1, stderr: /status 302/ });
  t.match(await cli(['--timeout', '1', 'status', '--url', `${url}/silent`], { env }), { code: 3, stderr: /does not answer within 1 s/ });
  t.strictSame(asked, ['/api/v1/service', '/away/api/v1/service', '/silent/api/v1/service']);
});

await t.test('the help names every command and exit code', async (t) => {
  const { code, stdout } = await cli(['--help']);
  t.equal(code, 0);
  for (const name of ['status', 'sessions', 'qr', 'logs', 'restart', 'backup', 'restore', 'import', 'keys', 'doctor'])
    t.match(stdout, new RegExp(`^ {2}${name}\\b`, 'm'));
  t.match(stdout, /^ {2}4 {2}the service refused/m);
});
