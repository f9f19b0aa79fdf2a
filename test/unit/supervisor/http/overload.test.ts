import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { auth, listeningApp } from '../../../support/http-app.ts';
import { until } from '../../../support/until.ts';

/** Keeps the process busy, with a turn for others in between: everybody is late by so much. */
async function keepBusy(lateMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const end = performance.now() + lateMs;
    while (performance.now() < end);
    await sleep(1);
  }
}

t.test('while everything is late the API says so at once, and health and metrics are answered; then it goes on', async (t) => {
  const { url, calls } = await listeningApp(t, { http: { overloadLoopDelayMs: 100 } });
  const ask = async (path: string, method = 'GET') => {
    const answer = await fetch(`${url}${path}`, { method, headers: auth, signal: AbortSignal.timeout(60_000) });
    return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: await answer.text() };
  };
  // On a machine that is busy with other things it may be late by itself.
  await until('it takes requests', async () => (await ask('/api/v1/sessions')).status === 200);
  const stop = new AbortController();
  t.teardown(() => stop.abort());
  const busy = keepBusy(250, stop.signal);
  await until('the service sees that it is late', async () => (await ask('/api/v1/sessions')).status === 503);
  calls.length = 0;
  const refused = await ask('/api/v1/sessions/a/stop', 'POST');
  t.match(refused, { status: 503, retryAfter: '5' });
  t.match(JSON.parse(refused.body), { code: 'SUP_OVERLOADED', detail: /its work is (\d+ ms|more than a second) late/ });
  t.strictSame(calls, [], 'nothing was done');
  for (const path of ['/livez', '/readyz', '/metrics', '/openapi.json']) t.equal((await ask(path)).status, 200, path);
  stop.abort();
  await busy;
  await until('it takes requests again', async () => (await ask('/api/v1/sessions')).status === 200);
});

t.test('a process that has grown too large refuses as well', async (t) => {
  const { url } = await listeningApp(t, { http: { overloadHeapBytes: 1024 * 1024 } });
  const answer = await until('its size is measured', async () => {
    const asked = await fetch(`${url}/api/v1/sessions`, { headers: auth });
    const body: unknown = await asked.json();
    return asked.status === 503 ? body : undefined;
  });
  t.match(answer, { code: 'SUP_OVERLOADED', detail: /it takes \d+ MB/ });
  t.equal((await fetch(`${url}/livez`)).status, 200);
});
