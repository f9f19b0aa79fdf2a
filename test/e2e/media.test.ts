import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import t from 'tap';
import type { Test } from 'tap';
import { Lab } from '../support/lab.ts';
import { oggOpus, picture } from '../support/media-samples.ts';
import { testApiKey, until } from '../support/service-process.ts';

interface Sent {
  message_id: string;
  code: string;
}

const png = picture(4, 3);
/** Somebody's web server. */
let fetched = 0;
const web = createServer((asked, response) => {
  fetched += 1;
  if (asked.url === '/photo.png') response.writeHead(200, { 'content-type': 'text/html' }).end(png);
  else response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
});
await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
const webPort = (web.address() as AddressInfo).port;

const lab = await Lab.open();
t.teardown(async () => {
  web.close();
  await lab.close();
});
const settings = { MEDIA_ALLOWED_HOSTS: `127.0.0.1:${webPort}`, MEDIA_MAX_MB: '256', MEDIA_AUTO_DOWNLOAD: 'image' };
let service = await lab.startService(settings);
const [anna] = await lab.linkAll(service, ['anna']);
if (anna === undefined) throw new Error('The phone is missing.');
const ben = lab.newPhone();
const messages = '/api/v1/sessions/anna/messages';
const uploads = '/api/v1/sessions/anna/media';

async function send(body: Record<string, unknown>) {
  return service.api<Sent>('POST', messages, { to: ben.number, ...body });
}

async function form(path: string, fields: Record<string, string>, file?: Buffer, name = 'photo.png') {
  const data = new FormData();
  for (const [field, value] of Object.entries(fields)) data.append(field, value);
  if (file !== undefined) data.append('media', new Blob([new Uint8Array(file)], { type: 'image/png' }), name);
  const response = await fetch(`${service.url}${path}`, { method: 'POST', headers: { 'x-api-key': testApiKey }, body: data });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

function files(): string[] {
  return readdirSync(join(lab.dataDir, 'media'), { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
}

/** A file goes with the end of its send, which a server's ack is: that comes a moment after the answer. */
async function nothingLeft(t: Test): Promise<void> {
  await until(async () => (files().length === 0 ? true : undefined), 10_000);
  t.same(files(), []);
}

async function arrived(messageId: string | undefined) {
  const id = messageId?.split('_')[2] ?? '';
  const { attributes } = await ben.waitForMessage((message) => message.id === id);
  return { attributes, bytes: ben.mediaOf(id) };
}

await t.test('a picture goes out from base64, from a URL, from an upload and by a form, and leaves no file behind', async (t) => {
  const after = await service.lastSeq();
  const inline = await send({ kind: 'image', media: { base64: png.toString('base64') }, caption: 'inline' });
  t.equal(inline.status, 201, JSON.stringify(inline.body));
  t.match(await arrived(inline.body.message_id), { attributes: { type: 'image', caption: 'inline' }, bytes: png });
  const told = await service.waitForEvent(({ data }) => data['message_id'] === inline.body.message_id, { after });
  const url = `/api/v1/sessions/anna/messages/${encodeURIComponent(inline.body.message_id)}/media`;
  t.match(told.data['media'], {
    mime_type: 'image/png',
    size: png.byteLength,
    sha256: createHash('sha256').update(png).digest('hex'),
    url,
  });

  const fetched = await send({ kind: 'image', media: { url: `http://127.0.0.1:${webPort}/photo.png` } });
  t.match(await arrived(fetched.body.message_id), { bytes: png });

  const upload = await form(uploads, {}, png);
  t.match(upload, { status: 201, body: { mime_type: 'image/png', file_name: 'photo.png', size: png.byteLength } });
  for (const kind of ['image', 'sticker', 'document']) {
    const sent = await send({ kind, media: { media_id: upload.body['media_id'] } });
    t.equal(sent.status, 201, JSON.stringify(sent.body));
    t.match((await arrived(sent.body.message_id)).attributes, { type: kind });
  }
  t.equal((await service.api('DELETE', `${uploads}/${upload.body['media_id']}`)).status, 204);

  const whole = await form(messages, { to: ben.number, kind: 'document', caption: 'the plan', file_name: 'plan.png' }, png);
  t.match(await arrived(whole.body['message_id']), {
    attributes: { type: 'document', caption: 'the plan', filename: 'plan.png' },
    bytes: png,
  });
  await nothingLeft(t);
});

interface Job {
  job_id: string;
  status: string;
}

async function many(recipients: string[], media: object, key: string) {
  const body = { kind: 'image', recipients, media, caption: key };
  return service.api<Job>('POST', `${messages}/bulk`, body, { 'idempotency-key': key });
}

await t.test('a file goes to many, over a kill, a pause and a restart, is fetched once, and goes with the end of its job', async (t) => {
  const crowd = Array.from({ length: 8 }, () => lab.newPhone());
  const recipients = crowd.map(({ number }) => number);
  const jobs = `/api/v1/sessions/anna/bulk-jobs`;
  const ended = async (jobId: string) =>
    until(async () => {
      const { body } = await service.api<Job>('GET', `${jobs}/${jobId}`);
      return body.status === 'completed' ? body : undefined;
    }, 60_000);
  const before = fetched;
  lab.simulator.faults.set({ sendDelayMs: 50 });
  const begun = await many(recipients, { url: `http://127.0.0.1:${webPort}/photo.png` }, 'by-url');
  t.equal(begun.status, 202, JSON.stringify(begun.body));
  await crowd[1]?.waitForMessage(({ attributes }) => attributes['caption'] === 'by-url');
  process.kill(lab.processesOf('anna').worker.pid, 'SIGKILL');
  t.match(await service.api('POST', `${jobs}/${begun.body.job_id}/pause`), { body: { status: 'paused' } });
  t.equal(files().length, 1, 'one file for all of them');
  t.equal(await service.stop(), 0);
  service = await lab.startService(settings);
  await service.waitForReady();
  t.equal(files().length, 1);
  t.match(await service.api('GET', `${jobs}/${begun.body.job_id}`), { body: { status: 'paused' } });
  await service.api('POST', `${jobs}/${begun.body.job_id}/resume`);
  t.match(await ended(begun.body.job_id), { counts: { sent: 8 } });
  lab.simulator.faults.clear();
  const got = crowd.map((each) => each.messages().filter(({ attributes }) => attributes['caption'] === 'by-url'));
  t.strictSame(
    got.map(({ length }) => length),
    crowd.map(() => 1),
  );
  t.ok(crowd.every((each, index) => each.mediaOf(got[index]?.[0]?.id ?? '').equals(png)));
  t.equal(fetched - before, 1);
  await nothingLeft(t);

  const inline = await many(recipients.slice(0, 2), { base64: png.toString('base64') }, 'inline');
  t.match(await ended(inline.body.job_id), { counts: { sent: 2 } });
  const formed = await form(`${messages}/bulk`, { kind: 'document', recipients: recipients.slice(0, 3).join(', ') }, png);
  t.match(formed, { status: 202, body: { total: 3 } });
  t.match(await ended(String(formed.body['job_id'])), { counts: { sent: 3 } });
  t.match(await form(`${messages}/bulk`, { kind: 'voice', recipients: recipients[0] ?? '' }, png), { status: 415 });
  await service.command('anna', 'stop');
  await service.waitForStatus('anna', 'disconnected');
  t.match(await many(recipients, { base64: png.toString('base64') }, 'stopped'), { status: 409 });
  await service.command('anna', 'start');
  await service.waitForStatus('anna', 'connected');
  const later = {
    ...{ kind: 'image', recipients, media: { base64: png.toString('base64') } },
    send_at: new Date(Date.now() + 3_600_000).toISOString(),
  };
  const planned = await service.api<Job>('POST', `${messages}/bulk`, later);
  t.equal(files().length, 1);
  t.match(await service.api('POST', `${jobs}/${planned.body.job_id}/cancel`), { body: { status: 'cancelled', counts: { cancelled: 8 } } });
  await nothingLeft(t);
});

await t.test('a voice note, as often as it is asked with one key', async (t) => {
  const body = { kind: 'voice', to: ben.number, media: { base64: oggOpus.toString('base64') } };
  const headers = { 'idempotency-key': 'voice-1' };
  const answers = await Promise.all([1, 2].map(async () => service.api<Sent>('POST', messages, body, headers)));
  t.equal(answers[0]?.body.message_id, answers[1]?.body.message_id);
  t.match((await arrived(answers[0]?.body.message_id)).attributes, { type: 'ptt', mimetype: 'audio/ogg; codecs=opus' });
  t.equal(ben.messages(anna.number).filter(({ attributes }) => attributes['type'] === 'ptt').length, 1);
  await nothingLeft(t);
});

await t.test('what cannot be sent gets a clear 4xx, nothing goes out, and no file is left', async (t) => {
  const before = anna.messages().length;
  const base64 = png.toString('base64');
  const faulty: [body: Record<string, unknown>, status: number, answer: object][] = [
    [{ kind: 'image' }, 400, { errors: [{ path: 'body/media', message: 'is missing' }] }],
    [{ kind: 'image', media: {} }, 400, { errors: [{ path: 'body/media', message: /exactly one/ }] }],
    [
      { kind: 'image', media: { base64, url: 'https://example.org/a.png' } },
      400,
      { errors: [{ path: 'body/media', message: /exactly one/ }] },
    ],
    [{ kind: 'image', media: { base64: '!!!!' } }, 400, { errors: [{ path: 'body/media/base64' }] }],
    [{ kind: 'sticker', media: { base64 }, caption: 'x' }, 400, { errors: [{ path: 'body/caption' }] }],
    [{ kind: 'voice', media: { base64 } }, 415, { code: 'SUP_MEDIA_TYPE', detail: /takes audio\/ogg; codecs=opus.*image\/png/ }],
    [{ kind: 'image', media: { base64: Buffer.from('hello, world').toString('base64') } }, 415, { code: 'SUP_MEDIA_TYPE' }],
    [{ kind: 'image', media: { media_id: '0'.repeat(32) } }, 404, { code: 'SUP_MEDIA_UPLOAD_NOT_FOUND' }],
    [{ kind: 'image', media: { media_id: '../../../../etc/passwd' } }, 400, { errors: [{ path: 'body/media/media_id' }] }],
    [
      { kind: 'image', media: { url: 'http://169.254.169.254/latest/' } },
      400,
      { code: 'SUP_MEDIA_URL_FORBIDDEN', detail: /MEDIA_ALLOWED_HOSTS/ },
    ],
    [{ kind: 'image', media: { url: 'file:///etc/passwd' } }, 400, { code: 'SUP_MEDIA_URL_FORBIDDEN' }],
    [
      { kind: 'image', media: { url: `http://127.0.0.1:${webPort}/elsewhere` } },
      400,
      { code: 'SUP_MEDIA_URL_FORBIDDEN', detail: /redirects/ },
    ],
    [{ kind: 'image', to: '15559999999', media: { base64 } }, 422, { code: 'WRK_NOT_ON_WHATSAPP' }],
  ];
  for (const [body, status, answer] of faulty) t.match(await send(body), { status, body: answer }, JSON.stringify(answer));
  t.match(await form(uploads, {}), { status: 400, body: { code: 'SUP_MULTIPART_INVALID', detail: /no file/ } });
  t.match(await form(uploads, {}, Buffer.alloc(0)), { status: 422, body: { code: 'SUP_MEDIA_EMPTY' } });
  t.match(await form(messages, { kind: 'image' }, png), { status: 400, body: { code: 'SUP_INVALID_REQUEST' } });
  t.match(await form('/api/v1/sessions/nobody/media', {}, png), { status: 404, body: { code: 'SUP_SESSION_NOT_FOUND' } });
  t.equal(anna.messages().length, before);
  await nothingLeft(t);
});

await t.test('the media of a message is had at the URL of its event, as long as WhatsApp has it', async (t) => {
  const after = await service.lastSeq();
  const bytes = Buffer.from('<script>alert(1)</script>');
  const sent = ben.sendMedia(anna.number, { type: 'document', mimetype: 'text/html', filename: 'Plän "1".html', bytes, caption: 'see' });
  const { data } = await service.waitForEvent(({ type }) => type === 'message.received', { after });
  const { url, size } = Object(data['media']) as { url: string; size: number };
  t.match({ size, text: data['text'] }, { size: bytes.byteLength, text: 'see' });
  const answer = await fetch(`${service.url}${url}`, { headers: { 'x-api-key': testApiKey } });
  t.equal(answer.status, 200);
  t.ok(Buffer.from(await answer.arrayBuffer()).equals(bytes));
  t.match(answer.headers.get('content-type'), /^text\/html/);
  t.equal(answer.headers.get('content-length'), String(bytes.byteLength));
  t.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  t.match(answer.headers.get('content-disposition'), /^attachment; filename="Pl_n _1_.html"; filename\*=UTF-8''Pl%C3%A4n%20%221%22.html$/);
  await nothingLeft(t);
  ben.forgetMedia(sent.id);
  t.match(await service.api('GET', url), { status: 410, body: { code: 'WRK_MEDIA_GONE' } });
  ben.send(anna.number, 'no media');
  const plain = await service.waitForEvent(({ data: told }) => told['text'] === 'no media', { after });
  const mediaOf = (messageId: string): string => `${messages}/${encodeURIComponent(messageId)}/media`;
  t.match(await service.api('GET', mediaOf(String(plain.data['message_id']))), { status: 422, body: { code: 'WRK_NO_MEDIA' } });
  t.match(await service.api('GET', mediaOf(`false_${ben.number}@c.us_3EB0FFFF`)), { status: 404, body: { code: 'WRK_MESSAGE_NOT_FOUND' } });
  await nothingLeft(t);
});

await t.test(
  'a file that is fetched at once can be had when the phone has deleted it and the session is stopped, at the same URL',
  async (t) => {
    const after = await service.lastSeq();
    const { id } = ben.sendMedia(anna.number, { type: 'image', mimetype: 'image/png', bytes: png });
    const { data } = await service.waitForEvent(({ type }) => type === 'message.received', { after });
    const { url } = Object(data['media']) as { url: string };
    const kept = join(lab.dataDir, 'kept-media', 'anna');
    await until(async () => (existsSync(kept) && readdirSync(kept).length === 1) || undefined, 10_000);
    ben.forgetMedia(id);
    await service.command('anna', 'stop');
    await service.waitForStatus('anna', 'disconnected');
    const answer = await fetch(`${service.url}${url}`, { headers: { 'x-api-key': testApiKey } });
    t.equal(answer.status, 200);
    t.ok(Buffer.from(await answer.arrayBuffer()).equals(png));
    const part = await fetch(`${service.url}${url}`, { headers: { 'x-api-key': testApiKey, range: 'bytes=4-9' } });
    t.equal(part.status, 206);
    t.ok(Buffer.from(await part.arrayBuffer()).equals(png.subarray(4, 10)));
    await service.command('anna', 'start');
    await service.waitForStatus('anna', 'connected');
  },
);

await t.test('an upload of 200 MB leaves the memory of the service as it is', async (t) => {
  const megabyte = Buffer.alloc(1024 * 1024, 7);
  const before = peakMegabytes();
  const { status, body } = await pour(200, megabyte);
  t.match({ status, size: body['size'] }, { status: 201, size: 200 * megabyte.byteLength });
  const growth = peakMegabytes() - before;
  t.comment(`the peak of the service's memory grew by ${growth.toFixed(0)} MB`);
  t.ok(growth < 100, `by ${growth.toFixed(0)} MB`);
  t.match(await send({ kind: 'image', media: { media_id: body['media_id'] } }), { status: 413, body: { code: 'SUP_MEDIA_TOO_LARGE' } });
  t.match((await pour(300, megabyte)).status, 413, 'and one that is too large is refused');
  t.equal((await service.api('DELETE', `${uploads}/${String(body['media_id'])}`)).status, 204);
  await nothingLeft(t);
});

/** The most memory that the service has had. */
function peakMegabytes(): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Uploads so many megabytes without having them in memory, or saying how many there are. */
async function pour(count: number, megabyte: Buffer): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { 'x-api-key': testApiKey, 'content-type': 'multipart/form-data; boundary=b' };
  const posted = request(`${service.url}${uploads}`, { method: 'POST', headers });
  const answered = new Promise<{ status: number; body: Record<string, unknown> }>((resolve, reject) => {
    posted.on('error', reject);
    posted.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> }));
    });
  });
  const parts = function* () {
    yield '--b\r\ncontent-disposition: form-data; name="media"; filename="big.bin"\r\n\r\n';
    for (let index = 0; index < count; index += 1) yield megabyte;
    yield '\r\n--b--\r\n';
  };
  // Refused in the middle it ends with an error, which the answer explains.
  await pipeline(Readable.from(parts()), posted).catch(() => undefined);
  return answered;
}
