import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { restartModes } from '@whatsapp-service/supervisor/restart/restart-modes.ts';
import { RESTART_CODE } from '../../scripts/launch/exit-code.mjs';
import { shutdownSumMs } from '../support/shutdown-sum.ts';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'deploy/systemd/whatsapp-service.service'), 'utf8');
const settings = new Map(
  text.split('\n').flatMap((line) => {
    const [, name, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  }),
);

t.test('the unit leaves the workers running and gives them a grace', async (t) => {
  t.equal(settings.get('KillMode'), 'process');
  const graceSeconds = Number(/^HANDOVER_GRACE_SECONDS=(\d+)$/.exec(settings.get('Environment') ?? '')?.[1]);
  t.ok(graceSeconds > 0);
  t.strictSame(restartModes('systemd', graceSeconds * 1_000).possible, ['handover', 'full']);
});

t.test('systemd starts the service again when it asks for that', async (t) => {
  t.equal(settings.get('RestartForceExitStatus'), String(RESTART_CODE));
});

t.test('systemd waits longer than the shutdown may take', async (t) => {
  t.ok(Number(settings.get('TimeoutStopSec')) * 1_000 > shutdownSumMs() + 5_000);
});

t.test('nothing is switched on that a browser cannot live with', async (t) => {
  for (const name of ['PrivateTmp', 'MemoryDenyWriteExecute', 'RestrictNamespaces', 'SystemCallFilter', 'PrivateUsers']) {
    t.notOk(settings.has(name), name);
  }
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

t.test('systemd finds no fault in the unit', { skip: hasSystemd ? false : 'there is no systemd-analyze' }, async (t) => {
  const path = join(t.testdir(), 'whatsapp-service.service');
  writeFileSync(path, text.replaceAll('/srv/whatsapp-service', root));
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
  const ours = stderr.split('\n').filter((line) => line.includes('whatsapp-service'));
  t.strictSame(ours, [], stderr);
  t.equal(status, 0, stderr);
});
