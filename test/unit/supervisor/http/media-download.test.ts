import t from 'tap';
import { auth, listeningApp } from '../../../support/http-app.ts';

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
