import t from 'tap';
import { auth, testApp } from '../../../support/http-app.ts';

t.test('what comes behind two hundred requests to start is answered before the most of them are looked at', async (t) => {
  const { app, calls } = await testApp(t);
  const start = async () => app.inject({ method: 'POST', url: '/api/v1/sessions/a/start', headers: auth });
  await Promise.all([start(), app.inject({ url: '/api/v1/sessions/a', headers: auth })]);
  calls.length = 0;
  const starts = Array.from({ length: 200 }, start);
  await app.inject({ url: '/api/v1/sessions/a', headers: auth });
  const before = calls.length;
  t.ok(before < 100, `${before} calls were made before it was answered`);
  for (const { statusCode } of await Promise.all(starts)) t.equal(statusCode, 202);
});
