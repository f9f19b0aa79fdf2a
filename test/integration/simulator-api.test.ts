import { LibraryClient, temporaryFolder } from '../support/library-client.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import t from 'tap';

const [ann, bob] = ['15550000001', '15550000002'] as const;
const simulator = await Simulator.start();
t.teardown(() => simulator.close());

type Answer = { status: number; type: string; body: unknown };

async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
  const content = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(`${simulator.apiUrl}${path}`, { method, ...content, signal: AbortSignal.timeout(15_000) });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: text === '' ? null : JSON.parse(text) };
}

t.test('a phone is made, links a browser, writes, reads, and unlinks, all over HTTP', async (test) => {
  test.match(await ask('POST', '/phones', { number: `+${ann}`, name: 'Ann' }), { status: 201, body: { number: ann, devices: [] } });
  await ask('POST', '/phones', { number: bob, name: 'Bob' });
  const library = new LibraryClient({ simulator, dataPath: await temporaryFolder(test) });
  test.teardown(() => library.close());
  await library.client.initialize();
  const linked = await ask('POST', `/phones/${ann}/scan`, { qr: await library.nextQr() });
  test.match(linked, { status: 201, body: { device: `${ann}:1` } });
  await library.next('ready');
  test.match(await ask('GET', '/devices'), { body: { devices: [{ id: `${ann}:1`, connected: true, connects: 1 }] } });
  const sent = await ask('POST', `/phones/${bob}/messages`, { to: ann, text: 'over HTTP' });
  test.match(sent, { status: 201, body: { from: bob, to: ann, body: 'over HTTP', sentBy: 'phone' } });
  test.equal((await library.nextMessage()).body, 'over HTTP');
  test.equal((await ask('POST', `/phones/${ann}/read`, { chat: bob })).status, 204);
  test.match(await ask('GET', `/phones/${bob}/messages?chat=${ann}`), { body: { messages: [{ body: 'over HTTP', ack: 3 }] } });
  test.match(await ask('POST', `/phones/${bob}/offline`), { body: { online: false } });
  test.match(await ask('POST', `/phones/${bob}/messages`, { to: ann, text: 'x' }), { status: 409, body: { code: 'SIM_PHONE_OFFLINE' } });
  test.match(await ask('POST', `/phones/${bob}/online`), { body: { online: true } });
  test.equal((await ask('POST', '/faults/resync', {})).status, 204);
  await library.next('ready');
  test.equal((await ask('DELETE', `/phones/${ann}/devices/${ann}:1`)).status, 204);
  await library.next('disconnected');
  await library.nextQr();
  await library.untilInjected();
});

t.test('media is sent, read and forgotten over HTTP', async (test) => {
  const bytes = Buffer.from('%PDF-1.7');
  const media = { type: 'document', mimetype: 'application/pdf', filename: 'offer.pdf', base64: bytes.toString('base64') };
  const { status, body } = await ask('POST', `/phones/${bob}/media`, { to: ann, ...media });
  test.match(
    { status, body },
    { status: 201, body: { attributes: { filename: 'offer.pdf', size: bytes.byteLength, directPath: String } } },
  );
  const path = `/phones/${ann}/messages/${String(Reflect.get(Object(body), 'id'))}/media`;
  const read = await fetch(`${simulator.apiUrl}${path}`);
  test.ok(Buffer.from(await read.arrayBuffer()).equals(bytes));
  test.equal((await ask('DELETE', path)).status, 204);
  test.match(await ask('GET', path), { status: 404, body: { code: 'SIM_MEDIA_UNKNOWN' } });
});

t.test('a pairing code is typed over HTTP', async (test) => {
  const settings = { pairWithPhoneNumber: { phoneNumber: ann, showNotification: true, intervalMs: 180_000 } };
  const library = new LibraryClient({ simulator, dataPath: await temporaryFolder(test), settings });
  test.teardown(() => library.close());
  await library.client.initialize();
  const [code] = await library.next('code');
  test.match(await ask('POST', `/phones/${ann}/pairing-code`, { code }), { status: 201, body: { device: `${ann}:2` } });
  await library.next('ready');
});

t.test('faults are set, listed and cleared', async (test) => {
  const scope = { phone: ann };
  const put = await ask('PUT', '/faults', { faults: { syncDelayMs: 5, missingModules: ['WAWebCmd'] }, scope });
  test.match(put, { status: 200, body: { entries: [{ scope, faults: { syncDelayMs: 5 } }] } });
  test.equal(simulator.faults.of({ device: `${ann}:1` }).syncDelayMs, 5);
  await ask('PUT', '/faults', { faults: { pageHang: false } });
  test.equal((await ask('DELETE', `/faults?phone=${ann}`)).status, 204);
  test.strictSame((await ask('GET', '/faults')).body, { entries: [{ scope: {}, faults: { pageHang: false } }] });
  await ask('DELETE', '/faults');
  test.strictSame((await ask('GET', '/faults')).body, { entries: [] });
});

t.test('bad input gets a problem and changes nothing', async (test) => {
  const before = await ask('GET', '/phones');
  const wrong = [
    ['POST', '/phones', { number: 'x', name: 'X' }, 400],
    ['POST', '/phones', { number: ann, name: 'Again' }, 409],
    ['POST', '/phones', { number: '15550000005', name: 'X', colour: 'red' }, 400],
    ['POST', '/phones', undefined, 400],
    ['GET', '/phones/15559999999', undefined, 404],
    ['GET', '/phones/abc', undefined, 400],
    ['POST', `/phones/${ann}/scan`, { qr: 'nonsense' }, 400],
    ['POST', `/phones/${ann}/pairing-code`, { code: 'AAAAAAAA' }, 404],
    ['DELETE', `/phones/${ann}/devices/none`, undefined, 404],
    ['POST', `/phones/${ann}/messages`, { to: 'Bob', text: 'x' }, 400],
    ['POST', `/phones/${ann}/messages`, { to: bob }, 400],
    ['POST', `/phones/${ann}/reactions`, { messageId: 'none', text: '!' }, 404],
    ['PUT', '/faults', { faults: { syncDelayMs: '5' } }, 400],
    ['PUT', '/faults', { faults: { unheardOf: true } }, 400],
    ['POST', '/faults/drop-connections', {}, 400],
    ['GET', '/nowhere', undefined, 404],
  ] as const;
  for (const [method, path, body, status] of wrong) {
    const answer = await ask(method, path, body);
    test.match(answer, { status, type: 'application/problem+json', body: { status, code: String, detail: String } }, `${method} ${path}`);
  }
  test.strictSame((await ask('GET', '/phones')).body, before.body);
  test.strictSame((await ask('GET', '/faults')).body, { entries: [] });
});

t.test('OpenAPI has every route', async (test) => {
  const { body } = await ask('GET', '/openapi.json');
  test.match(body, { openapi: '3.1.0', paths: { '/phones/{number}/scan': { post: {} }, '/faults': { get: {}, put: {}, delete: {} } } });
  test.match(await ask('GET', '/health'), { body: { status: 'ok', chromiumArgs: simulator.chromiumArgs } });
});
