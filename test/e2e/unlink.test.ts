import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { Lab } from '../support/lab.ts';
import { until } from '../support/service-process.ts';
import type { ServiceProcess } from '../support/service-process.ts';

const ids = ['online', 'logout', 'deleted', 'deleted-stopped', 'stay', 'reload', 'bystander'] as const;
type Id = (typeof ids)[number];

t.test('devices that are unlinked: on the phone, by a command, by a deletion', async (t) => {
  const lab = await Lab.open();
  t.teardown(() => lab.close());
  const first = await lab.startService({ RESTORE_CONCURRENCY: '4' });
  const linked = await lab.linkAll(first, ids);
  const phoneOf = (id: Id) => {
    const phone = linked[ids.indexOf(id)];
    if (phone === undefined) throw new Error(`${id} has no phone.`);
    return phone;
  };
  const before = await first.lastSeq();

  await t.test('a device that the phone unlinks while it is connected is logged out, with no QR code unasked', async (t) => {
    phoneOf('online').unlink();
    await isLoggedOut(t, first, 'online', 'The device was unlinked on the phone.');
    await isQuarantined(t, lab, 'online', 'The device was unlinked on the phone.');
    t.notOk((await first.events('online', before)).some(({ type }) => type === 'session.qr'));
    t.match(await first.api('POST', '/api/v1/sessions/online/messages', { to: '15550000001', text: 'x' }), {
      status: 409,
      body: { code: 'SUP_SESSION_NOT_CONNECTED', detail: /is unlinked, not connected; nothing was sent/ },
    });
    await first.command('online', 'start');
    await lab.scan(first, 'online', phoneOf('online'));
  });

  await t.test('a logout by command unlinks the device at WhatsApp, and keeps the profile aside', async (t) => {
    t.equal((await first.command('logout', 'logout')).session_id, 'logout');
    await isLoggedOut(t, first, 'logout', 'The device was unlinked on request.');
    t.strictSame(phoneOf('logout').devices, [], 'the phone shows it no more');
    await isQuarantined(t, lab, 'logout', 'The device was unlinked on request.');
    t.match(await first.command('logout', 'logout'), { state: 'unlinked' }, 'a second one changes nothing');
  });

  await t.test('a session that is not connected cannot be logged out', async (t) => {
    await first.command('logout', 'start');
    await first.waitForStatus('logout', 'qr_required');
    t.match(await first.api('POST', '/api/v1/sessions/logout/logout'), { status: 409, body: { code: 'SUP_SESSION_NOT_CONNECTED' } });
    await lab.scan(first, 'logout', phoneOf('logout'));
  });

  await t.test('a deleted session is unlinked, forgotten, and its profile kept aside; its id is free again', async (t) => {
    t.equal((await first.api('DELETE', '/api/v1/sessions/deleted')).status, 202);
    await isForgotten(first, 'deleted');
    t.strictSame(phoneOf('deleted').devices, []);
    await isQuarantined(t, lab, 'deleted', 'The session was deleted by request.');
    t.equal((await first.api('DELETE', '/api/v1/sessions/deleted')).status, 404);
    await lab.link(first, 'deleted', phoneOf('deleted'));
    t.match(await first.session('deleted'), { status: 'connected', restarts: 0 });
  });

  await t.test('so is one that is stopped, as far as that goes without a connection', async (t) => {
    await first.command('deleted-stopped', 'stop');
    await first.waitForSession('deleted-stopped', ({ state }) => state === 'stopped');
    t.equal((await first.api('DELETE', '/api/v1/sessions/deleted-stopped')).status, 202);
    await isForgotten(first, 'deleted-stopped');
    await isQuarantined(t, lab, 'deleted-stopped', 'The session was deleted by request.');
  });

  t.equal(await first.stop(), 0);
  lab.simulator.faults.set({ removedDevice: 'reload' }, { phone: phoneOf('reload').number });
  phoneOf('stay').unlink();
  phoneOf('reload').unlink();
  const second = await lab.startService();
  await second.waitForReady();

  for (const id of ['stay', 'reload'] as const) {
    await t.test(`a device removed while the service was down (its page: ${id}) is told as logged out, not as missing`, async (t) => {
      const message = 'WhatsApp removed this device while it was offline; link the account again.';
      await isLoggedOut(t, second, id, message);
      t.ok(second.messages.includes(`✗ Failed to restore session ${id}: ${message}`), second.output);
      await isQuarantined(t, lab, id, message);
      t.notOk(
        (await second.events(id, before)).some(({ type }) => type === 'session.qr'),
        'no QR code came unasked',
      );
    });
  }

  await t.test('the other ones are back', async (t) => {
    t.ok(second.messages.includes('Session restoration complete: 4 restored, 2 failed'), second.output);
    for (const id of ['online', 'logout', 'deleted', 'bystander']) t.equal((await second.session(id)).status, 'connected', id);
    t.equal((await second.api('GET', '/api/v1/sessions/deleted-stopped')).status, 404);
    t.equal(lab.connectsOf(phoneOf('bystander')), 2, 'the bystander logged in once in each service');
  });

  await t.test('they are linked again by a QR code on request', async (t) => {
    for (const id of ['stay', 'reload'] as const) {
      await second.command(id, 'start');
      await lab.scan(second, id, phoneOf(id));
      t.match(await second.session(id), { status: 'connected', reason: null });
    }
  });

  await t.test('and that link lasts: all are back after another restart', async (t) => {
    t.equal(await second.stop(), 0);
    const third = await lab.startService();
    await third.waitForReady();
    t.ok(third.messages.includes('Session restoration complete: 6 restored, 0 failed'), third.output);
  });
});

async function isLoggedOut(t: Test, service: ServiceProcess, id: Id, message: string): Promise<void> {
  const session = await service.waitForSession(id, ({ state }) => state === 'unlinked');
  t.match(session, { status: 'disconnected', desired: 'running', connected_since: null });
  t.strictSame(session.reason, { code: 'logged_out', message });
}

async function isForgotten(service: ServiceProcess, id: Id): Promise<void> {
  const path = `/api/v1/sessions/${id}`;
  const gone = await until(async () => ((await service.api('GET', path)).status === 404 ? true : undefined), 60_000);
  if (gone === undefined) throw new Error(`Session ${id} is still there.`);
}

async function isQuarantined(t: Test, lab: Lab, id: Id, reason: string): Promise<void> {
  t.notOk(existsSync(lab.profileOf(id)), 'the profile is no longer in its place');
  const name = (await lab.quarantined()).toSorted().findLast((each) => each.endsWith(`-session-${id}`)) ?? 'none';
  t.ok(existsSync(join(lab.authDir, 'quarantine', name, 'Default', 'IndexedDB')), `it is kept as ${name}`);
  const note: unknown = JSON.parse(await readFile(join(lab.authDir, 'quarantine', `${name}.json`), 'utf8'));
  t.match(note, { session_id: id, reason });
}
