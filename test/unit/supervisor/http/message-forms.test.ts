import t from 'tap';
import { auth, listeningApp } from '../../../support/http-app.ts';

const path = '/api/v1/sessions/a/messages';
const upload = 'b'.repeat(32);
const file = 'c'.repeat(32);

async function post(url: string, fields: [string, string][], bytes?: Buffer) {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  if (bytes !== undefined) form.append('media', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'a.png');
  const response = await fetch(`${url}${path}`, { method: 'POST', headers: auth, body: form });
  return { status: response.status, body: (await response.json()) as object };
}

t.test('a form is the JSON body that it stands for, and its file lives as long as the request', async (t) => {
  const { url, calls } = await listeningApp(t);
  const fields: [string, string][] = [
    ['to', '+15550000002'],
    ['kind', 'image'],
    ['caption', 'here, @15550000003'],
    ['mentions', '15550000003'],
    ['view_once', 'true'],
    ['file_name', 'b.png'],
  ];
  t.match(await post(url, fields, Buffer.alloc(5)), { status: 201, body: { message_id: 'm1' } });
  t.match(
    calls.map(({ name, args }) => [name, args[1]]),
    [
      ['get', undefined],
      ['media.upload', { size: 5, mimeType: 'image/png', fileName: 'a.png' }],
      ['get', undefined],
      ['media.take', { kind: 'image', source: { media_id: upload }, fileName: 'b.png' }],
      [
        'outbox.send',
        { to: '+15550000002', content: { kind: 'image', file, caption: 'here, @15550000003', mentions: ['15550000003'], view_once: true } },
      ],
      ['media.release', file],
      ['media.discard', upload],
    ],
  );
});

t.test('of a form that is refused nothing is kept, and nothing is sent', async (t) => {
  const { url, calls } = await listeningApp(t);
  const good: [string, string][] = [
    ['to', '+15550000002'],
    ['kind', 'image'],
  ];
  const bytes = Buffer.alloc(5);
  t.match(await post(url, [...good, ['view_once', 'perhaps']], bytes), { status: 400, body: { errors: [{ path: 'body/view_once' }] } });
  t.match(await post(url, [...good, ['colour', 'red']], bytes), { status: 400, body: { errors: [{ path: 'body/colour' }] } });
  t.match(await post(url, [['kind', 'image']], bytes), { status: 400, body: { errors: [{ path: 'body/to' }] } });
  t.match(await post(url, good), { status: 400, body: { code: 'SUP_MULTIPART_INVALID', detail: /no file/ } });
  t.match(await post(url, [...good, ['__proto__', 'x']], bytes), { status: 400, body: { code: 'SUP_MULTIPART_INVALID' } });
  t.match(
    await post(
      url,
      Array.from({ length: 30 }, (_, index) => [`f${index}`, 'x']),
      bytes,
    ),
    { status: 400, body: { detail: /more than 20 fields/ } },
  );
  t.match(await post(url, good, Buffer.alloc(4 * 1024 * 1024)), { status: 413, body: { code: 'SUP_MEDIA_TOO_LARGE' } });
  const names = calls.map(({ name }) => name);
  t.notOk(names.includes('outbox.send'));
  t.equal(names.filter((name) => name === 'media.upload').length, names.filter((name) => name === 'media.discard').length);
});

t.test('a form that breaks off is refused', async (t) => {
  const { url, calls } = await listeningApp(t);
  const head = '--b\r\ncontent-disposition: form-data; name="media"; filename="a.png"\r\n\r\nsome bytes';
  for (const body of [head, '--b', 'nonsense', `${head}\r\n--b\r\n`]) {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { ...auth, 'content-type': 'multipart/form-data; boundary=b' },
      body,
    });
    t.match(await response.json(), { status: 400, code: 'SUP_MULTIPART_INVALID' }, JSON.stringify(body));
  }
  t.notOk(calls.some(({ name }) => name === 'outbox.send'));
});
