import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { freePort } from '../../scripts/service/free-port.ts';
import { cli, CliProcess } from '../support/cli.ts';
import { Lab } from '../support/lab.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { testApiKey } from '../support/service-process.ts';
import { until } from '../support/until.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());
// The launcher's part is played here: whatever ends with 75 is started again.
const settings = { PORT: String(await freePort()), WHATSAPP_SERVICE_LAUNCHER: '1' };
const entry = { entry: join(import.meta.dirname, '../support/timed-service.ts') };
let service = await lab.startService(settings, entry);
const env = { WHATSAPP_SERVICE_URL: service.url, WHATSAPP_SERVICE_KEY: testApiKey };
const ids = ['fx-behaves-1', 'fx-behaves-2'];
for (const session_id of ids) await service.api('POST', '/api/v1/sessions', { session_id });
for (const id of ids) await service.waitForStatus(id, 'connected');

/** Starts the service once more as soon as it ends in order to be; resolves with the next one. */
async function startAgain(ending: ServiceProcess): Promise<ServiceProcess> {
  const { code } = await ending.exited;
  if (code !== 75) throw new Error(`The service ended with ${code} in place of 75: ${ending.output}`);
  return lab.startService(settings, entry);
}

await t.test('the preview alone restarts nothing', async (t) => {
  const { code, stdout } = await cli(['restart', '--preview', '--mode', 'full'], { env });
  t.equal(code, 0);
  t.match(
    stdout,
    /^Mode: full\nRestart will briefly disconnect 2 active session\(s\)\. They will auto-reconnect in \d+ seconds\. Proceed with restart\?\n$/,
  );
  const { confirm_token: token, mode } = JSON.parse((await cli(['restart', '--preview', '--json'], { env })).stdout) as Record<
    string,
    unknown
  >;
  t.equal(mode, 'handover');
  t.equal(token, undefined);
});

await t.test('nothing is restarted unless somebody says yes', async (t) => {
  const before = (await service.info()).started_at;
  t.match(await cli(['restart'], { env }), { code: 2, stderr: /no session will be disconnected: 2 active.*add --yes/ });
  t.match(await cli(['restart'], { env, types: 'no\n' }), { code: 1, stderr: /Proceed with restart\? \[y\/N\] .*Nothing was done/s });
  t.match(await cli(['restart', '--json'], { env, types: 'y\n' }), { code: 2 }, 'a program is not asked');
  t.equal((await service.info()).started_at, before);
});

await t.test('a handover is followed over the absence of the service; a log that is followed goes on with the next one', async (t) => {
  const log = new CliProcess(['logs', '-f', '-n', '1'], env);
  await until('the log is followed', () => log.stdout !== '');
  const [result, next] = await Promise.all([cli(['restart'], { env, types: 'y\n' }), startAgain(service)]);
  service = next;
  t.equal(result.code, 0, result.stderr);
  for (const id of ids) t.match(result.stderr, new RegExp(`✓.* ${id} \\(was connected all the time\\)$`, 'm'));
  t.match(result.stdout, /^The service is back after [\d.]+ s: 2 restored, 0 failed\.$/m);
  await until('the log says that all are back', () => log.stdout.includes('Session restoration complete: 2 restored, 0 failed'));
  t.match(log.stderr, /The connection is lost; trying again.*Connected again\./s);
  log.signal('SIGTERM');
  await log.exited;
});

await t.test(
  'a full restart is told to a program as JSON, without a question; a session that does not come back decides the exit code',
  async (t) => {
    // A session whose profile is gone is not started.
    const lost = lab.profileOf('fx-behaves-2');
    const restarted = cli(['restart', '--mode', 'full', '--yes', '--json'], { env });
    const { code } = await service.exited;
    t.equal(code, 75);
    await rename(lost, `${lost}.moved`);
    service = await lab.startService(settings, entry);
    const result = await restarted;
    t.match(result, { code: 1, stderr: /✗ fx-behaves-2: .*1 session\(s\) did not come back/s });
    const report = JSON.parse(result.stdout) as { restoration: { sessions: { session_id: string }[] } };
    t.match(report, { mode: 'full', restoration: { restored: 1, failed: 1 } });
    // They are told in the order in which it was decided, which differs.
    t.match(
      report.restoration.sessions.toSorted((a, b) => a.session_id.localeCompare(b.session_id)),
      [
        { session_id: 'fx-behaves-1', adopted: false },
        { session_id: 'fx-behaves-2', outcome: 'failed' },
      ],
    );
  },
);

await t.test('a service that stays away is not waited for without end', async (t) => {
  const result = await cli(['restart', '-y', '--mode', 'full', '--wait', '1'], { env });
  t.equal((await service.exited).code, 75);
  // Whether the old process has ended by then depends on the machine.
  t.match(result, { code: /^[13]$/, stdout: '', stderr: /was not back within 1 s\./ });
});

await t.test('a restart that is not possible is refused', async (t) => {
  service = await lab.startService({ ...settings, WHATSAPP_SERVICE_LAUNCHER: '' }, entry);
  t.match(await cli(['restart', '-y', '--mode', 'handover'], { env }), { code: 4, stderr: /SUP_RESTART_IMPOSSIBLE/ });
});
