import t from 'tap';
import { auth, listeningApp } from '../../../support/http-app.ts';
import { keptMessageId } from '../../../support/recording-media.ts';

t.test('a file comes as an attachment under a name that ends no header', async (t) => {
  const { url, calls } = await listeningApp(t);
  const messageId = 'false_15550000002@c.us_3EB0A1';
  const answer = await fetch(`${url}/api/v1/sessions/a/messages/${messageId}/media`, { headers: auth });
  t.equal(answer.status, 200);
  t.equal(await answer.text(), 'bytes');
  t.match(Object.fromEntries(answer.headers), {
    'content-type': /^text\/html/,
    'content-length': '5',
    'content-disposition': `attachment; filename="a_x_ y.html"; filename*=UTF-8''a%22x%3A%20y.html`,
    'x-content-type-options': 'nosniff',
  });
  t.match(calls.at(-1), { name: 'ask', args: ['a', 'message.download_media', { messageId, maxBytes: 5 }] });
});

t.test('a file that is kept comes from the disk, and no worker is asked', async (t) => {
  const { url, calls } = await listeningApp(t);
  const answer = await fetch(`${url}/api/v1/sessions/a/messages/${keptMessageId}/media`, { headers: auth });
  t.equal(answer.status, 200);
  t.equal(await answer.text(), 'kept');
  t.match(Object.fromEntries(answer.headers), { 'content-type': 'image/png', 'content-length': '4' });
  t.notOk(calls.some(({ name }) => name === 'ask'));
  t.equal((await fetch(`${url}/api/v1/sessions/none/messages/${keptMessageId}/media`, { headers: auth })).status, 404);
});

t.test('a part of a file comes where it is asked for', async (t) => {
  const { url, calls } = await listeningApp(t);
  const ask = async (headers: Record<string, string>) => {
    const answer = await fetch(`${url}/api/v1/sessions/a/messages/false_15550000002@c.us_3EB0A1/media`, {
      headers: { ...auth, ...headers },
    });
    const { 'content-range': range, 'content-length': length, etag } = Object.fromEntries(answer.headers);
    return { status: answer.status, text: await answer.text(), range, length, etag };
  };
  const whole = await ask({});
  t.match(whole, { status: 200, text: 'bytes', length: '5' });
  const etag = String(whole.etag);
  t.match(etag, /^"[\w-]{22}"$/);
  t.match(await ask({ range: 'bytes=1-2' }), { status: 206, text: 'yt', range: 'bytes 1-2/5', length: '2', etag });
  t.match(await ask({ range: 'bytes=3-' }), { status: 206, text: 'es', range: 'bytes 3-4/5' });
  t.match(await ask({ range: 'bytes=-1' }), { status: 206, text: 's', range: 'bytes 4-4/5' });
  t.match(await ask({ range: 'bytes=3-', 'if-range': etag }), { status: 206, text: 'es' });
  for (const stale of ['"another"', 'Wed, 21 Oct 2026 07:28:00 GMT']) {
    t.match(await ask({ range: 'bytes=3-', 'if-range': stale }), { status: 200, text: 'bytes', range: undefined });
  }
  for (const meaningless of ['bytes=2-1x', 'lines=1-2', 'bytes=0-0,3-4']) {
    t.match(await ask({ range: meaningless }), { status: 200, text: 'bytes' }, meaningless);
  }
  t.match(await ask({ range: 'bytes=5-' }), { status: 416, text: /SUP_RANGE_NOT_SATISFIABLE/, range: 'bytes */5' });
  const asked = calls.length;
  for (const held of [etag, `W/${etag}`, `"another", W/${etag}`, `"with, comma",${etag}`]) {
    t.match(await ask({ 'if-none-match': held }), { status: 304, text: '', etag }, held);
  }
  t.notOk(
    calls.slice(asked).some(({ name }) => name === 'ask'),
    'nothing is fetched for it',
  );
  for (const other of ['"another"', `x${etag.slice(1)}`, '*']) {
    t.match(await ask({ 'if-none-match': other }), { status: 200, text: 'bytes' }, other);
  }
});
