import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import t from 'tap';
import type { Test } from 'tap';
import { Media } from '@whatsapp-service/supervisor/media/media.ts';
import { MediaFolder } from '@whatsapp-service/supervisor/media/media-folder.ts';
import { AddressGuard } from '@whatsapp-service/supervisor/outbound/address-guard.ts';
import type { Resolve } from '@whatsapp-service/supervisor/outbound/address-guard.ts';
import { parseAllowedHosts } from '@whatsapp-service/supervisor/outbound/allowed-hosts.ts';
import { OutboundDownload } from '@whatsapp-service/supervisor/outbound/outbound-download.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { picture } from '../support/media-samples.ts';
import { mountRefusal, SmallDisk } from '../support/small-disk.ts';

const megabyte = 1024 * 1024;
const png = picture(2, 2);
const signal = new AbortController().signal;
const scratch = mkdtempSync(join(tmpdir(), 'media-intake-'));
t.teardown(() => rmSync(scratch, { recursive: true, force: true }));
const refusal = mountRefusal(scratch) ?? false;

/** What a web server may do. */
const pages: Record<string, (response: ServerResponse) => void> = {
  '/good.png': (response) => response.writeHead(200).end(png),
  '/moved': (response) => response.writeHead(302, { location: '/good.png' }).end(),
  '/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
  '/inward': (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/secret' }).end(),
  '/metadata': (response) => response.writeHead(307, { location: 'http://[::ffff:169.254.169.254]/latest' }).end(),
  '/file': (response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/gone': (response) => response.writeHead(404).end('no'),
  '/empty': (response) => response.writeHead(200).end(),
  '/says-large': (response) => response.writeHead(200, { 'content-length': String(50 * megabyte) }).end('x'),
  '/is-large': (response) => void Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(megabyte, 1))).pipe(response),
  '/breaks-off': (response) => {
    response.writeHead(200, { 'content-length': '1000' }).write(png);
    setImmediate(() => response.destroy());
  },
  '/never-ends': (response) => void response.writeHead(200).write(png),
  '/never-begins': () => undefined,
};

const web = createServer((request, response) => {
  const page = pages[request.url ?? ''];
  if (page === undefined) response.writeHead(500).end();
  else page(response);
});
await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
const { port } = web.address() as AddressInfo;
t.teardown(() => {
  web.closeAllConnections();
  web.close();
});

interface Setting {
  readonly allowed?: string;
  readonly resolve?: Resolve;
  /** Where the files lie. */
  readonly root?: string;
}

function open(t: Test, { allowed = `127.0.0.1:${port},shop.example:${port}`, resolve, root = t.testdir() }: Setting = {}) {
  const folder = new MediaFolder(root);
  const clock = new FakeClock();
  const hosts = parseAllowedHosts(allowed);
  const guard = new AddressGuard('hosts' in hosts ? hosts.hosts : [], resolve, 'MEDIA_ALLOWED_HOSTS');
  const download = new OutboundDownload(guard, 'test');
  t.teardown(() => download.close());
  const media = new Media({
    folder,
    download,
    clock,
    maxBytes: 10 * megabyte,
    urlTimeoutMs: 1_000,
    uploadTtlMs: 60_000,
    isNeeded: () => false,
  });
  const files = (): string[] =>
    readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((each) => (each.isFile() ? [each.name] : []));
  const fetch = (url: string) => media.take('s1', { kind: 'image', source: { url }, mimeType: undefined, fileName: undefined }, signal);
  return { media, folder, clock, files, fetch };
}

t.test('a URL is fetched, also behind a redirect, and what it gives is named after it', async (t) => {
  const { fetch, media, files } = open(t);
  for (const path of ['/good.png', '/moved']) {
    const taken = await fetch(`http://127.0.0.1:${port}${path}`);
    t.match(taken, { kind: 'image', mime_type: 'image/png', file_name: 'good.png', size: png.byteLength });
    t.same(files(), [taken.file]);
    await media.release('s1', taken);
    t.same(files(), []);
  }
});

t.test('what a URL may do wrong is told, and no file is left', async (t) => {
  const { fetch, files } = open(t);
  const faults: [path: string, answer: { code: string; message?: RegExp; statusCode?: number }][] = [
    ['/loop', { code: 'SUP_MEDIA_URL_FAILED', message: /redirects more than 5 times/ }],
    ['/inward', { code: 'SUP_MEDIA_URL_FORBIDDEN', message: /redirects to a URL that may not be called.*MEDIA_ALLOWED_HOSTS/ }],
    ['/metadata', { code: 'SUP_MEDIA_URL_FORBIDDEN' }],
    ['/file', { code: 'SUP_MEDIA_URL_FORBIDDEN', message: /neither http nor https/ }],
    ['/gone', { code: 'SUP_MEDIA_URL_FAILED', message: /answered 404/ }],
    ['/empty', { code: 'SUP_MEDIA_EMPTY' }],
    ['/says-large', { code: 'SUP_MEDIA_TOO_LARGE', statusCode: 413 }],
    ['/is-large', { code: 'SUP_MEDIA_TOO_LARGE' }],
    ['/breaks-off', { code: 'SUP_MEDIA_URL_FAILED', message: /broke off/ }],
    ['/never-ends', { code: 'SUP_MEDIA_URL_FAILED', message: /within 1000 ms/ }],
    ['/never-begins', { code: 'SUP_MEDIA_URL_FAILED', message: /within 1000 ms/ }],
  ];
  for (const [path, answer] of faults) await t.rejects(fetch(`http://127.0.0.1:${port}${path}`), answer, path);
  await t.rejects(fetch('http://127.0.0.1:1/'), { code: 'SUP_MEDIA_URL_FORBIDDEN' }, 'another port of an allowed host');
  t.same(files(), []);
});

t.test(
  'a disk that becomes full is told, nothing is left of the file, and the next one is taken once there is room',
  { skip: refusal },
  async (t) => {
    const disk = SmallDisk.mount(join(scratch, 'small'), 2);
    t.teardown(() => disk.unmount());
    const root = join(disk.path, 'media');
    const { media, files, fetch } = open(t, { root });
    const upload = async (bytes: readonly Buffer[]) => {
      const stream = Readable.from(bytes);
      return media.upload('s1', { stream, mimeType: undefined, fileName: 'a.png' }, signal);
    };
    const full = { code: 'SUP_STORAGE_UNAVAILABLE', statusCode: 503, message: /ENOSPC/ };
    const large = Array.from({ length: 5 }, () => Buffer.alloc(megabyte, 1));
    await t.rejects(upload(large), full, 'in the middle of an upload');
    await t.rejects(fetch(`http://127.0.0.1:${port}/is-large`), full, 'and of what is fetched');
    t.same(files(), []);
    const { media_id: mediaId } = await upload([png]);
    disk.fill();
    await t.rejects(upload([png]), full, 'at its first byte');
    // Room for the bytes alone, not for what is noted of them.
    const ballast = join(disk.path, 'ballast');
    truncateSync(ballast, statSync(ballast).size - 4_096);
    await t.rejects(upload([png]), full, 'at its note');
    t.same(files().toSorted(), [mediaId, `${mediaId}.json`]);
    disk.free();
    t.match(await upload([png]), { size: png.byteLength });
  },
);

t.test('addresses that are not public are refused in every notation', async (t) => {
  const { fetch, files } = open(t, { allowed: '' });
  const hosts = [
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
    '10.0.0.1',
    'localhost',
  ];
  for (const host of hosts) await t.rejects(fetch(`http://${host}:${port}/good.png`), { code: 'SUP_MEDIA_URL_FORBIDDEN' }, host);
  t.same(files(), []);
});

t.test('the connection goes to the address that was judged, whatever DNS says next', async (t) => {
  let asked = 0;
  // Public when it is looked at, inward when it is called: the trick of a host that rebinds.
  const resolve: Resolve = async () => [{ address: (asked += 1) === 1 ? '203.0.113.7' : '127.0.0.1', family: 4 }];
  const { fetch } = open(t, { allowed: '', resolve });
  await t.rejects(fetch(`http://shop.example:${port}/good.png`), { code: /SUP_MEDIA_URL_F/ });
  t.equal(asked, 1, 'it is asked once, for the very connection');
  await t.rejects(fetch(`http://shop.example:${port}/good.png`), { code: 'SUP_MEDIA_URL_FORBIDDEN' });
});

t.test('an upload is sent as often as wanted until it expires, each time from a file of its own', async (t) => {
  const { media, folder, clock, files } = open(t);
  const upload = await media.upload('s1', { stream: Readable.from([png]), mimeType: 'image/png', fileName: 'a.png' }, signal);
  const input = { kind: 'image', source: { media_id: upload.media_id }, mimeType: undefined, fileName: undefined } as const;
  const [first, second] = [await media.take('s1', input, signal), await media.take('s1', input, signal)];
  t.not(first.file, second.file);
  t.match(first, { mime_type: 'image/png', file_name: 'a.png', sha256: upload.sha256 });
  await t.rejects(media.take('s2', input, signal), { code: 'SUP_MEDIA_UPLOAD_NOT_FOUND' }, 'another session’s');
  for (const taken of [first, second]) await media.release('s1', taken);
  t.equal(files().length, 2, 'the upload and its note');
  clock.advance(60_001);
  await t.rejects(media.take('s1', input, signal), { code: 'SUP_MEDIA_UPLOAD_NOT_FOUND', statusCode: 404 });
  t.equal(await folder.sweep(clock.now(), 60_000, () => false), 1);
  t.same(files(), []);
});

t.test('what nobody will send any more is removed, and what is needed stays', async (t) => {
  const { media, folder, files } = open(t);
  const inline = { kind: 'document', source: { base64: 'aGVsbG8=' }, mimeType: undefined, fileName: undefined } as const;
  const [orphan, needed] = [await media.take('s1', inline, signal), await media.take('s1', inline, signal)];
  const later = Date.now() + 3_600_000;
  t.equal(await folder.sweep(Date.now(), 60_000, () => false), 0, 'while it is young');
  t.equal(await folder.sweep(later, 60_000, (_session, file) => file === needed.file), 1);
  t.same(files(), [needed.file]);
  t.notOk(files().includes(orphan.file));
});
