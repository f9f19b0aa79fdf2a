import { chownSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import type { RestartPreview } from '@whatsapp-service/shared/api/restart-view.ts';
import { freePort } from '../../scripts/service/free-port.ts';
import { Lab } from '../support/lab.ts';
import { ServiceClient, testApiKey } from '../support/service-client.ts';
import { Systemd, systemdRefusal } from '../support/systemd.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '../..');
const unit = 'whatsapp-service.service';
const ids = ['one', 'two'];
const userId = 61_184;
/** The units' readers are another user. */
const isReadable = (statSync(join(root, 'package.json')).mode & 0o004) !== 0;
const refusal = systemdRefusal() ?? (isReadable ? undefined : 'the project’s files are not readable for another user');

/** The service that systemd runs. */
class ServiceUnit extends ServiceClient {
  readonly url: string;
  readonly #log: string;

  constructor(url: string, log: string) {
    super();
    this.url = url;
    this.#log = log;
  }

  get output(): string {
    return existsSync(this.#log) ? readFileSync(this.#log, 'utf8') : '';
  }
}

t.test('under a live systemd the unit of deploy/systemd keeps its word', { skip: refusal ?? false }, async (t) => {
  const lab = await Lab.open();
  t.teardown(() => lab.close());
  const log = join(lab.folder, 'service.log');
  const service = new ServiceUnit(`http://127.0.0.1:${await freePort()}`, log);
  for (const folder of ['auth', 'data', 'cache', 'tmp']) {
    mkdirSync(join(lab.folder, folder));
    chownSync(join(lab.folder, folder), userId, userId);
  }
  chownSync(lab.folder, userId, userId);
  const systemd = await Systemd.boot({
    folder: lab.folder,
    project: root,
    userId,
    units: {
      [unit]: readFileSync(join(root, 'deploy/systemd', unit), 'utf8'),
      [`${unit}.d/test.conf`]: settings(lab, service.url, log, 20),
    },
  });
  t.teardown(() => systemd.close());

  const connections = (): string[] => lab.simulator.connections().map(({ device, connectedAt }) => `${device} since ${connectedAt}`);
  const codes = async (): Promise<number> => (await service.events()).filter(({ type }) => type === 'session.qr').length;
  const workers = (): unknown[] => ids.map((id) => lab.workerOf(id));

  /** Does what restarts the service; resolves once another process has all sessions. */
  async function through(restart: () => Promise<unknown>): Promise<void> {
    const { started_at: before } = await service.info();
    await restart();
    await until(
      'another process is ready',
      async () => {
        const { started_at: startedAt, status } = await service.info();
        return startedAt !== before && status === 'ready';
      },
      60_000,
    ).catch((error: unknown) => {
      throw new Error(`The service wrote:\n${service.output.slice(-6_000)}`, { cause: error });
    });
  }

  async function expectHandover(t: Test, restart: () => Promise<unknown>): Promise<void> {
    const before = { connections: connections(), workers: workers() };
    t.equal(before.connections.length, 2);
    await through(restart);
    t.strictSame({ connections: connections(), workers: workers() }, before, 'the same connections, the same workers');
    t.match((await service.info()).last_restoration, { restored: 2, failed: 0, sessions: [{ adopted: true }, { adopted: true }] });
  }

  async function restartByApi(mode: string): Promise<void> {
    const { body } = await service.api<RestartPreview>('GET', `/api/v1/service/restart-preview?mode=${mode}`);
    const confirmed = await service.api('POST', '/api/v1/service/restart', { mode, confirm_token: body.confirm_token });
    if (confirmed.status !== 202) throw new Error(`The restart was answered with ${confirmed.status}.`);
  }

  // Each step builds on the one before.
  const step = async (title: string, run: (t: Test) => Promise<void>) => {
    if (t.passing()) await t.test(title, run);
    else t.fail(title, { reason: 'an earlier step failed' });
  };

  await step('it starts as the user of the unit, and accounts are linked', async (t) => {
    await systemd.systemctl('start', unit);
    await until('the service is ready', async () => (await service.api('GET', '/readyz')).status === 200, 60_000).catch(
      (error: unknown) => {
        throw new Error(`The service wrote:\n${service.output}`, { cause: error });
      },
    );
    for (const id of ids) await lab.link(service, id);
    await lab.waitForLinkOnDisk(...ids);
    t.equal(statSync(lab.profileOf('one')).uid, userId);
    t.equal((await service.info()).sandbox, true, 'not as root: with the sandbox of the browsers');
  });

  await step('systemctl restart is a handover', async (t) => expectHandover(t, async () => systemd.systemctl('restart', unit)));

  await step('its main process killed, systemd starts another, which takes over', async (t) => {
    // From the next start of a worker on the grace is short: the last step waits for it.
    await systemd.write(`${unit}.d/test.conf`, settings(lab, service.url, log, 2));
    await expectHandover(t, async () => systemd.systemctl('kill', '--signal=KILL', '--kill-who=main', unit));
    t.equal((await systemd.show(unit, 'NRestarts'))['NRestarts'], '1');
  });

  await step('a restart by the API is a handover', async (t) => expectHandover(t, async () => restartByApi('handover')));

  await step('and a full one where that is asked for', async (t) => {
    const [before, offered] = [connections(), await codes()];
    await through(async () => restartByApi('full'));
    t.equal(connections().length, 2);
    t.notOk(connections().some((connection) => before.includes(connection)));
    t.match((await service.info()).last_restoration, { restored: 2, failed: 0, sessions: [{ adopted: false }, { adopted: false }] });
    t.equal(await codes(), offered, 'no code was offered');
    t.equal((await systemd.show(unit, 'NRestarts'))['NRestarts'], '1', 'the launcher does it, by the exit code 75');
  });

  await step('systemctl stop ends it, and its sessions by themselves', async (t) => {
    await systemd.systemctl('stop', unit);
    t.ok(systemd.processesOf(unit) > 2, 'the workers wait for the next supervisor');
    await until('no process is left', () => systemd.processesOf(unit) === 0, 30_000);
    t.match(await systemd.show(unit, 'ActiveState', 'Result'), { ActiveState: 'inactive', Result: 'success' });
    t.strictSame(connections(), []);
  });
});

/** What the unit is told besides, as by "systemctl edit". */
function settings(lab: Lab, url: string, log: string, graceSeconds: number): string {
  const { hostname, port } = new URL(url);
  const environment = {
    ...lab.env,
    HOST: hostname,
    PORT: port,
    API_KEYS: testApiKey,
    ENV_FILE: '/dev/null',
    LOG_PRETTY: 'false',
    TMPDIR: join(lab.folder, 'tmp'),
    HANDOVER_GRACE_SECONDS: String(graceSeconds),
    // Where the launcher finds a Node.js; which one the service gets is the launcher's business.
    PATH: `/usr/local/bin:/usr/bin:/bin:${dirname(process.execPath)}`,
  };
  const lines = Object.entries(environment).map(([name, value]) => `Environment="${name}=${value.replaceAll('"', '\\"')}"`);
  return ['[Service]', ...lines, `ReadWritePaths=${lab.folder}`, `StandardOutput=append:${log}`, `StandardError=append:${log}`, ''].join(
    '\n',
  );
}
