import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import t from 'tap';
import { Lab } from '../support/lab.ts';
import { answerStatus, answerWith, ListServer } from '../support/list-server.ts';
import { until } from '../support/service-process.ts';
import type { ServiceProcess } from '../support/service-process.ts';

const lab = await Lab.open();
const list = await ListServer.start(answerStatus(503));
t.teardown(async () => {
  await lab.close();
  await list.close();
});
const phone = lab.newPhone();

await t.test('a first start without any list goes on with none, until there is one', async (t) => {
  const service = await lab.startService(list.env);
  await service.waitForReady();
  t.ok(service.messages.includes('Session restoration complete: 0 restored, 0 failed'), service.output);
  t.match((await service.info()).directory, { reachable: false, last_fetched_at: null, last_error: /status 503/ });
  list.answer = answerWith(['anna']);
  await service.waitForSession('anna', ({ state }) => state === 'unlinked');
  t.match(await service.session('anna'), { reason: { code: 'auth_missing' } });
  t.match((await service.info()).directory, { reachable: true, last_error: null });
  await service.command('anna', 'start');
  await lab.scan(service, 'anna', phone);
  t.equal(await service.stop(), 0);
});

await t.test('of a list with a malformed and a duplicate session the others are restored, and the faults are named', async (t) => {
  list.answer = answerWith([
    { session_id: '../outside', user_id: 1 },
    'anna',
    { user_id: 2 },
    'anna',
    null,
    { session_id: 'x'.repeat(65) },
    { session_id: 'odd', user_id: { id: 1 } },
    { session_id: 'ben', user_id: null, extra: ['ignored'] },
  ]);
  const service = await lab.startService(list.env);
  await service.waitForReady();
  t.ok(service.messages.includes('✓ Session restored: anna'));
  t.ok(service.messages.includes('✗ Failed to restore session ben: Auth file not found'));
  t.ok(service.messages.includes('Session restoration complete: 1 restored, 1 failed'), service.output);
  const { malformed } = (await service.info()).directory;
  t.strictSame(
    malformed.map((sentence) => /^Entry (\d) of the list is left out: ./.exec(sentence)?.[1]),
    ['1', '3', '4', '5', '6', '7'],
    malformed.join('\n'),
  );
  for (const sentence of malformed) t.ok(service.messages.includes(`Django's session list: ${sentence}`), sentence);
  const { body } = await service.api<{ sessions: { session_id: string }[] }>('GET', '/api/v1/sessions');
  t.strictSame(
    body.sessions.map(({ session_id }) => session_id),
    ['anna', 'ben'],
  );
  t.equal(await service.stop(), 0);
});

await t.test('while the service runs, what differs from the list is told, and mended when a person says so', async (t) => {
  list.answer = answerWith(['anna']);
  const service = await lab.startService(list.env);
  await service.waitForReady();
  t.match(await drift(service, 'GET'), { status: 200, body: { listed: 1, to_start: [], to_end: [], left_alone: [] } });
  list.answer = answerWith(['ben', 'cleo']);
  // Anna was linked a moment ago: the application may list her yet.
  const differences = { listed: 2, to_start: [{ session_id: 'cleo' }], to_end: [], left_alone: ['anna'] };
  t.match(await drift(service, 'GET'), { status: 200, body: differences });
  t.equal((await service.fetch('/api/v1/sessions/cleo')).status, 404, 'asking changes nothing');
  t.match(await drift(service, 'POST'), { status: 202, body: differences });
  await service.waitForSession('cleo', ({ state }) => state === 'unlinked');
  t.equal((await service.session('anna')).status, 'connected');
  t.ok(service.messages.includes('Session restoration complete: 0 restored, 1 failed'), service.output);

  list.answer = answerWith([]);
  t.match(await drift(service, 'POST'), { status: 409, body: { code: 'SUP_LIST_HELD_BACK', detail: /had 2 sessions before/ } });
  list.answer = answerStatus(503);
  t.match(await drift(service, 'POST'), { status: 502, body: { code: 'SUP_DIRECTORY_UNAVAILABLE', detail: /status 503/ } });
  t.match((await service.info()).directory, { reachable: false });
  list.answer = answerWith(['anna', 'ben']);
  await drift(service, 'POST');
  t.equal(await service.stop(), 0);
});

await t.test('a Django that does not answer holds a start up for no longer than its timeout', async (t) => {
  list.answer = () => undefined;
  const service = await lab.startService({ ...list.env, DJANGO_TIMEOUT_MS: '500' });
  await service.waitForReady();
  const { last_restoration, directory } = await service.info();
  t.match(last_restoration, { directory_source: 'last_known', restored: 1, failed: 1 });
  t.match(directory, { reachable: false, last_error: /did not answer within 500 ms/ });
  t.equal((await service.session('anna')).status, 'connected');

  await t.test('it is asked again, whatever it answers, and the sessions stay as they are', async (t) => {
    const events = await service.lastSeq();
    const wrong = [
      [answerStatus(401), /status 401; check DJANGO_API_KEY/],
      [answerStatus(302, '', { location: `${list.url}/elsewhere` }), /a redirect \(302\)/],
    ] as const;
    for (const [answer, sentence] of wrong) {
      list.answer = answer;
      await directoryShows(service, ({ last_error }) => sentence.test(last_error ?? ''));
    }
    t.notOk(list.requests.some(({ url }) => url === '/elsewhere'));
    t.strictSame(await service.events(undefined, events), [], 'nothing happened');
  });

  await t.test('an empty list, when it comes, ends the sessions, and takes nothing else', async (t) => {
    list.answer = answerWith([]);
    await service.waitForSession('anna', ({ state }) => state === 'stopped', 120_000);
    t.match(await service.session('anna'), { reason: { code: 'not_listed' } });
    t.equal(phone.devices.length, 1);
    t.strictSame((await service.info()).directory.not_listed, ['anna']);
    t.equal(await service.stop(), 0);
  });
});

async function drift(service: ServiceProcess, method: 'GET' | 'POST') {
  const { status, body } = await service.api(method, method === 'GET' ? '/api/v1/service/drift' : '/api/v1/service/reconcile');
  return { status, body };
}

async function directoryShows(service: ServiceProcess, wanted: (directory: ServiceInfo['directory']) => boolean): Promise<void> {
  const found = await until(async () => wanted((await service.info()).directory) || undefined, 120_000);
  if (found === undefined) throw new Error(`The directory is ${JSON.stringify((await service.info()).directory)}`);
}
