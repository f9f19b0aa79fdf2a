import t from 'tap';
import { auth, listeningApp } from '../../../support/http-app.ts';

const session = '/api/v1/sessions/user_1-Main';
const groupId = '120363000000000001@g.us';
const channelId = '120363000000000001@newsletter';
const upload = 'b'.repeat(32);
const taken = { file: 'c'.repeat(32), mimeType: 'image/png', size: 5 };
const places = [
  { path: `${session}/profile/picture`, asks: ['profile.set_picture', taken] },
  { path: `${session}/groups/${groupId}/picture`, asks: ['group.set_picture', { groupId, ...taken }] },
  { path: `${session}/channels/${channelId}/picture`, asks: ['channel.set_picture', { channelId, ...taken }] },
];

/** What is put where, and which ports were called meanwhile. */
async function pictures(t: Parameters<typeof listeningApp>[0]) {
  const { url, calls } = await listeningApp(t);
  const put = async (path: string, body: object) => {
    calls.splice(0);
    const json = { headers: { ...auth, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, { method: 'PUT', ...(body instanceof FormData ? { headers: auth, body } : json) });
    return { status: response.status, text: await response.text(), calls, names: calls.map(({ name }) => name) };
  };
  return put;
}

t.test('a picture goes to the worker as a file, which is let go afterwards', async (t) => {
  const put = await pictures(t);
  for (const { path, asks } of places) {
    for (const media of [{ url: 'https://example.com/logo.png' }, { media_id: upload }, { base64: 'AAAA' }]) {
      const { status, names, calls } = await put(path, { media });
      t.same([status, ...names], [204, 'get', 'media.take', 'ask', 'media.release']);
      t.match(calls[1]?.args, ['user_1-Main', { kind: 'image', source: media }]);
      t.match(calls[2]?.args, ['user_1-Main', ...asks]);
    }
  }
});

t.test('that of the account is taken in base64 without more', async (t) => {
  const put = await pictures(t);
  const path = `${session}/profile/picture`;
  const { status, calls } = await put(path, { base64: 'AAAA' });
  t.equal(status, 204);
  t.match(calls[1]?.args, ['user_1-Main', { source: { base64: 'AAAA' } }]);
  t.equal((await put(path, { base64: 'AAAA', media: { base64: 'AAAA' } })).status, 400);
});

t.test('what names no picture, or two, is refused before anything is fetched', async (t) => {
  const put = await pictures(t);
  const none = [
    {},
    { media: {} },
    { media: { url: 'https://example.com/a', base64: 'AAAA' } },
    { media: { base64: '?' } },
    { colour: 'red' },
  ];
  for (const { path } of places) {
    for (const body of none) {
      const { status, names, text } = await put(path, body);
      t.match([status, text], [400, /SUP_INVALID_REQUEST/]);
      t.notOk(names.includes('media.take') || names.includes('ask'));
    }
  }
});

t.test('a form is a picture as well, and nothing of it is kept', async (t) => {
  const put = await pictures(t);
  const form = (fields: Record<string, string> = {}) => {
    const made = new FormData();
    for (const [name, value] of Object.entries(fields)) made.append(name, value);
    made.append('media', new Blob([new Uint8Array(5)], { type: 'image/png' }), 'a.png');
    return made;
  };
  for (const { path } of places) {
    const good = await put(path, form());
    t.same([good.status, ...good.names], [204, 'get', 'media.upload', 'get', 'media.take', 'ask', 'media.release', 'media.discard']);
    const bad = await put(path, form({ colour: 'red' }));
    t.same([bad.status, ...bad.names], [400, 'get', 'media.upload', 'media.discard']);
  }
});
