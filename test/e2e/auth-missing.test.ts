import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { entryNameOf } from '@whatsapp-service/supervisor/quarantine/expired-entries.ts';
import { Lab } from '../support/lab.ts';

/** As a kill between the two moves leaves it that put a backup in the place of a profile. */
async function cutExchangeShort(lab: Lab, sessionId: string): Promise<void> {
  const time = new Date().toISOString();
  const target = join(lab.authDir, 'quarantine', entryNameOf(sessionId, time));
  await mkdir(join(lab.authDir, 'quarantine'), { mode: 0o700, recursive: true });
  await writeFile(`${target}.exchange.json`, JSON.stringify({ session_id: sessionId, reason: 'Replaced.', quarantined_at: time }));
  await rename(lab.profileOf(sessionId), target);
}

t.test('sessions without auth files, without a phone, and without the wish to run', async (t) => {
  const lab = await Lab.open();
  t.teardown(() => lab.close());
  const first = await lab.startService({ RESTORE_CONCURRENCY: '4' });
  const [healthyPhone, missingPhone] = await lab.linkAll(first, ['healthy', 'missing', 'stopped']);
  if (healthyPhone === undefined || missingPhone === undefined) throw new Error('The phones are missing.');
  await first.api('POST', '/api/v1/sessions', { session_id: 'waiting', user_id: 2, instance_name: 'Never scanned' });
  const firstQr = await first.waitForQr('waiting');
  await first.command('stopped', 'stop');
  await first.waitForSession('stopped', ({ state }) => state === 'stopped');
  t.equal(await first.stop(), 0);
  await rm(lab.profileOf('missing'), { recursive: true });
  await rm(join(lab.dataDir, 'logs', 'workers'), { recursive: true });
  await cutExchangeShort(lab, 'healthy');

  const second = await lab.startService();
  await second.waitForReady();
  const before = await second.lastSeq();
  const connects = lab.connectsOf(healthyPhone);

  await t.test('a missing auth folder is reported in the exact words, and the others come back', async (t) => {
    t.ok(second.messages.includes('✗ Failed to restore session missing: Auth file not found'), second.output);
    t.ok(second.messages.includes('✓ Session restored: healthy'));
    t.ok(second.messages.includes('Session restoration complete: 1 restored, 2 failed'));
    t.match(await second.session('missing'), {
      status: 'disconnected',
      state: 'unlinked',
      desired: 'running',
      reason: { code: 'auth_missing', message: /Auth file not found/ },
    });
    t.match(
      (await second.info()).last_restoration?.sessions.find(({ session_id }) => session_id === 'missing'),
      {
        outcome: 'failed',
        message: 'Auth file not found',
      },
    );
  });

  await t.test('a profile that a kill left in the quarantine, with nothing in its place, is back where it was', async (t) => {
    t.ok(second.messages.includes('The profile was moved back from the quarantine'), second.output);
    t.match(await second.session('healthy'), { status: 'connected', restarts: 0 });
    t.strictSame(await readdir(join(lab.authDir, 'quarantine')), []);
  });

  await t.test('no process was started for it', async (t) => {
    t.strictSame((await second.timeline('missing')).starts, []);
    t.notOk(existsSync(join(lab.dataDir, 'logs', 'workers', 'missing.log')), 'no worker wrote a log');
    t.notOk(existsSync(lab.profileOf('missing')), 'no browser made a profile');
    const changes = await second.events('missing', firstSeqOf(await second.events('missing'), 'unlinked') - 1);
    t.strictSame(
      changes.map(({ data }) => [data['from'], data['to'], data['cause']]),
      [['queued', 'unlinked', 'auth_missing']],
    );
    t.throws(() => lab.processesOf('missing'));
    t.match(await second.api('GET', '/api/v1/sessions/missing/qr'), { status: 409, body: { code: 'SUP_SESSION_NOT_PAIRING' } });
  });

  await t.test('a session that was never linked offers a QR code again, a new one', async (t) => {
    t.match(await second.session('waiting'), { status: 'qr_required', state: 'pairing', reason: { code: 'pairing' }, phone: null });
    const qr = await second.waitForQr('waiting');
    t.not(qr, firstQr);
    t.ok(second.messages.includes('✗ Failed to restore session waiting: A QR code has to be scanned'));
    await lab.newPhone().scan(qr);
    await second.waitForStatus('waiting', 'connected');
  });

  await t.test('a session that was stopped by request stays stopped, and starts on request without a QR code', async (t) => {
    t.match(await second.session('stopped'), { state: 'stopped', desired: 'stopped', reason: { code: 'stopped_by_request' } });
    t.strictSame((await second.timeline('stopped')).starts, []);
    t.notOk(
      second.messages.some((message) => message.includes('session stopped')),
      'the restoration does not count it',
    );
    await second.command('stopped', 'start');
    await second.waitForStatus('stopped', 'connected');
    t.notOk((await second.events('stopped', before)).some(({ type }) => type === 'session.qr'));
  });

  await t.test('a start request brings the QR code of the missing one, and its scan the connection', async (t) => {
    t.match(await second.command('missing', 'start'), { status: 'connecting' });
    await lab.scan(second, 'missing', missingPhone);
    t.match(await second.session('missing'), { status: 'connected', reason: null, phone: missingPhone.number });
    t.equal(missingPhone.devices.length, 2, 'for WhatsApp it is another device');
  });

  await t.test('the healthy one noticed nothing of all that', async (t) => {
    t.strictSame(
      (await second.events('healthy', before)).map(({ type }) => type),
      [],
    );
    t.equal(lab.connectsOf(healthyPhone), connects);
    t.equal(await second.stop(), 0);
  });

  await t.test('after the next restart all four are connected', async (t) => {
    const third = await lab.startService();
    await third.waitForReady();
    t.ok(third.messages.includes('Session restoration complete: 4 restored, 0 failed'), third.output);
  });
});

function firstSeqOf(events: readonly { seq: number; data: Record<string, unknown> }[], to: string): number {
  return events.find(({ data }) => data['to'] === to)?.seq ?? Number.NaN;
}
