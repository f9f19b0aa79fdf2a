import t from 'tap';
import { Lab } from '../support/lab.ts';
import { until } from '../support/service-process.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());
// Any session takes more than this.
const service = await lab.startService({ SESSION_MEMORY_LIMIT_MB: '100' });
const phone = await lab.link(service, 'large');
await lab.waitForLinkOnDisk('large');

await t.test('what a session takes stands in its JSON and in the metrics', async (t) => {
  const { resources } = await service.waitForSession(
    'large',
    (session) => session.resources.profile_bytes !== null && session.resources.processes > 4,
  );
  t.ok(resources.rss_bytes > 100_000_000);
  t.ok((resources.profile_bytes ?? 0) > 100_000);
  const answer = await service.fetch('/metrics');
  t.equal(answer.status, 200);
  t.match(answer.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  const text = await answer.text();
  t.match(text, /^whatsapp_session_memory_bytes\{session_id="large"\} [1-9]\d{8}$/m);
  t.match(text, /^whatsapp_session_profile_bytes\{session_id="large"\} [1-9]\d+$/m);
  t.match(text, /^whatsapp_sessions\{status="connected"\} 1$/m);
  t.equal((await fetch(new URL('/metrics', service.url))).status, 401, 'for whoever has the key');
});

await t.test('what it took before is told as well', async (t) => {
  const samples = await until(async () => {
    const { body } = await service.api<{ samples: { rss_bytes: number }[] }>('GET', '/api/v1/sessions/large/resources');
    return body.samples.length > 0 ? body.samples : undefined;
  }, 20_000);
  t.ok((samples?.[0]?.rss_bytes ?? 0) > 1_000_000);
});

await t.test('a session that takes more than its limit is restarted once it is quiet, and that is no crash', async (t) => {
  const after = await service.lastSeq();
  const last = await service.session('large');
  const stopping = await service.waitForEvent(({ data }) => data['to'] === 'stopping', { after: 0, timeoutMs: 90_000 });
  t.match(stopping.data['reason'], { code: 'memory_limit', message: /took \d+ MB, more than the 100 MB/ });
  const quietMs = Date.parse(stopping.time) - Date.parse(last.last_active ?? '');
  t.ok(quietMs >= 30_000, `${quietMs} ms after the last event`);
  await service.waitForEvent(({ data }) => data['to'] === 'connected', { after: stopping.seq, timeoutMs: 60_000 });
  t.match(await service.session('large'), { restarts: 0, phone: phone.number });
  const counted = await until(async () => {
    const text = await (await service.fetch('/metrics')).text();
    return /^whatsapp_worker_exits_total\{reason="memory_limit"\} 1$/m.test(text) ? true : undefined;
  }, 5_000);
  t.ok(counted, `after event ${after}`);
});
