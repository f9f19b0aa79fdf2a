import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import t from 'tap';
import { startDjango } from '../support/django.ts';
import type { RunningDjango } from '../support/django.ts';
import { Lab } from '../support/lab.ts';

const lab = await Lab.open();
const first = await startDjango({ sessions: listOf('anna', 'ben', 'carol') });
t.teardown(async () => {
  await lab.close();
  await first.stop();
});
const listPath = '/api/v1/sessions/active-sessions/';
const phones = new Map(['anna', 'ben', 'carol', 'dora'].map((id) => [id, lab.newPhone()]));

await t.test('the sessions that Django lists are there from the first start, and can be linked', async (t) => {
  const service = await lab.startService(envOf(first));
  await service.waitForReady();
  t.ok(service.messages.includes('Session restoration complete: 0 restored, 3 failed'), service.output);
  t.match(await service.session('ben'), {
    user_id: 2,
    instance_name: 'Account of ben',
    state: 'unlinked',
    desired: 'running',
    reason: { code: 'auth_missing' },
  });
  t.strictSame(first.requests(), [{ method: 'GET', path: listPath, status: 200 }], 'the service asked once, with the right key');
  await Promise.all(
    ['anna', 'ben', 'carol'].map(async (id) => {
      await service.command(id, 'start');
      await lab.scan(service, id, phoneOf(id));
    }),
  );
  await lab.link(service, 'dora', phoneOf('dora'));
  t.equal(await service.stop(), 0);
});

await t.test('after a restart the listed ones are back; what is on disk alone is left alone, and shown', async (t) => {
  await cp(lab.profileOf('dora'), lab.profileOf('stranger'), { recursive: true });
  await first.setSessions([...listOf('anna', 'ben'), { session_id: 'carol', user_id: 7, instance_name: 'Renamed' }]);
  const connects = lab.connectsOf(phoneOf('dora'));
  const service = await lab.startService(envOf(first));
  await service.waitForReady();
  t.ok(service.messages.includes('Session restoration complete: 3 restored, 0 failed'), service.output);
  const { directory, last_restoration } = await service.info();
  t.match(directory, { source: 'django', reachable: true, last_error: null, malformed: [] });
  t.strictSame([...directory.not_listed].toSorted(), ['dora', 'stranger']);
  t.equal(last_restoration?.directory_source, 'django');
  t.match(await service.session('carol'), { status: 'connected', user_id: 7, instance_name: 'Renamed', phone: phoneOf('carol').number });
  t.match(await service.session('dora'), { state: 'stopped', desired: 'running', reason: { code: 'not_listed' } });
  t.equal((await service.api('GET', '/api/v1/sessions/stranger')).status, 404);
  t.ok(existsSync(lab.profileOf('dora')) && existsSync(lab.profileOf('stranger')));
  t.equal(lab.connectsOf(phoneOf('dora')), connects);
  t.equal(await service.stop(), 0);
});

await t.test('Django is down at the start: its last list is used, and what differs is put right when it answers', async (t) => {
  await first.stop();
  const service = await lab.startService(envOf(first));
  await service.waitForReady();
  t.ok(service.messages.includes('Session restoration complete: 3 restored, 0 failed'), service.output);
  const down = await service.info();
  t.equal(down.last_restoration?.directory_source, 'last_known');
  t.match(down.directory, { reachable: false, last_error: /the connection failed \(ECONNREFUSED\)/ });
  t.ok(service.messages.some((message) => message.includes('The session list cannot be had from Django')));
  const connects = lab.connectsOf(phoneOf('anna'));

  const second = await startDjango({ port: first.port, apiKey: first.apiKey, sessions: listOf('anna', 'carol', 'dora', 'new') });
  t.teardown(() => second.stop());
  await service.waitForStatus('dora', 'connected', 120_000);
  await service.waitForOutput(/Session restoration complete: 1 restored, 1 failed/);
  t.ok(service.messages.includes('Django answers again: 2 sessions are new in its list, 1 are no longer in it'), service.output);
  t.match(await service.session('ben'), { state: 'stopped', desired: 'running', reason: { code: 'not_listed' } });
  t.ok(existsSync(lab.profileOf('ben')), 'its profile stays where it is');
  t.equal(phoneOf('ben').devices.length, 1, 'and stays linked');
  t.match(await service.session('new'), { state: 'unlinked', reason: { code: 'auth_missing' } });
  t.match(await service.session('carol'), { status: 'connected', user_id: 1 });
  t.match((await service.info()).directory, { reachable: true, last_error: null, not_listed: ['ben', 'stranger'] });
  t.match((await service.info()).last_restoration, { directory_source: 'django', restored: 1, failed: 1 });
  t.equal(lab.connectsOf(phoneOf('anna')), connects, 'who is in both lists noticed nothing');
  t.equal(await service.stop(), 0);
  const again = await lab.startService(envOf(second));
  await again.waitForReady();
  t.ok(again.messages.includes('Session restoration complete: 3 restored, 1 failed'), 'the new list is the one that counts');
});

function phoneOf(id: string) {
  const phone = phones.get(id);
  if (phone === undefined) throw new Error(`${id} has no phone.`);
  return phone;
}

function listOf(...ids: string[]) {
  return ids.map((session_id) => ({ session_id, user_id: session_id === 'ben' ? 2 : 1, instance_name: `Account of ${session_id}` }));
}

function envOf({ baseUrl, apiKey }: RunningDjango): NodeJS.ProcessEnv {
  return { DJANGO_BASE_URL: baseUrl, DJANGO_API_KEY: apiKey, RESTORE_CONCURRENCY: '3' };
}
