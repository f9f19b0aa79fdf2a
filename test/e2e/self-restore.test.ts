import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import t from 'tap';
import { Lab } from '../support/lab.ts';
import { ruinProfile } from '../support/ruin-profile.ts';

t.test('a profile that is damaged while the service is down', async (t) => {
  const lab = await Lab.open();
  t.teardown(() => lab.close());
  const first = await lab.startService();
  const phone = await lab.link(first, 'shop');
  const { body: good } = await first.api<BackupView>('POST', '/api/v1/backups', { session_id: 'shop' });
  t.match(good, { connected: true });
  t.equal(await first.stop(), 0);
  await ruinProfile(lab.profileOf('shop'));
  const service = await lab.startService();
  await service.waitForReady();

  await t.test('the session is connected again from its newest good backup, without a QR code', async (t) => {
    t.match(await service.session('shop'), { status: 'connected', phone: phone.number, reason: null });
    t.equal(lab.connectsOf(phone), 2, 'once before, once from the backup');
    const events = await service.events('shop');
    t.notOk(events.slice(events.findIndex(({ type }) => type === 'backup.created')).some(({ type }) => type === 'session.qr'));
    t.match(
      events.filter(({ type }) => type === 'backup.restored'),
      [{ data: { backup_id: good.id, automatic: true } }],
    );
  });

  await t.test('the restoration, the timeline and the log say so, and the damaged profile is kept', async (t) => {
    const message = `Its profile was damaged; it goes on from backup ${good.id}`;
    t.match(await service.api('GET', '/api/v1/service'), {
      body: { last_restoration: { restored: 1, failed: 0, sessions: [{ session_id: 'shop', outcome: 'restored', message }] } },
    });
    t.strictSame(
      (await service.timeline('shop')).starts.map(({ cause }) => cause),
      ['restoration', 'backup'],
    );
    t.ok(service.messages.includes('✓ Backup restored: shop'));
    t.ok(service.messages.includes('✓ Session restored: shop'));
    t.equal((await lab.quarantined()).filter((name) => name.endsWith('-session-shop')).length, 1);
  });

  await t.test('a backup that is damaged as well is tried once, and the session says so', async (t) => {
    const stopped = async (): Promise<void> => {
      await service.command('shop', 'stop');
      await service.waitForSession('shop', ({ state }) => state === 'stopped');
    };
    await stopped();
    await ruinProfile(lab.profileOf('shop'));
    const { body: bad } = await service.api<BackupView>('POST', '/api/v1/backups', { session_id: 'shop' });
    t.match(bad, { connected: false, fault: null }, 'of a session that is stopped: nothing says that it is of no use');
    t.equal((await service.api('DELETE', `/api/v1/backups/${good.id}`)).status, 204);
    await service.command('shop', 'start');
    const ended = await service.waitForSession(
      'shop',
      ({ state, reason }) => state === 'unlinked' && reason?.message.includes(bad.id) === true,
    );
    t.match(ended.reason, { code: 'auth_corrupt', message: `Backup ${bad.id} was put in its place already, and has not connected.` });
    t.strictSame(
      (await service.timeline('shop')).starts.map(({ cause }) => cause),
      ['restoration', 'backup', 'person', 'backup'],
    );
    t.equal((await lab.quarantined()).filter((name) => name.endsWith('-session-shop')).length, 3);
  });

  await t.test('nor is it tried again after the next start of the service', async (t) => {
    t.equal(await service.stop(), 0);
    const third = await lab.startService();
    await third.waitForReady();
    t.match(await third.session('shop'), { state: 'unlinked', reason: { code: 'auth_corrupt' } });
    t.strictSame((await third.timeline('shop')).starts, [], 'no process');
    t.ok(
      third.messages.some(
        (message) => message.startsWith('✗ Failed to restore session shop: ') && message.includes('put in its place already'),
      ),
    );
  });
});
