import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import t from 'tap';
import { Lab } from '../support/lab.ts';
import { readQrPng, readQrSvg } from '../support/read-qr-picture.ts';
import { until } from '../support/service-process.ts';
import type { ServiceProcess } from '../support/service-process.ts';

interface Code {
  qr: string;
  expires_at: string;
}

const qrRefreshMs = 2_000;
const qrPath = '/api/v1/sessions/shown/qr';
const lab = await Lab.open({ qrRefreshMs, qrRefs: 2 });
t.teardown(() => lab.close());
const service = await lab.startService({ RESTORE_CONCURRENCY: '3' });
for (const id of ['shown', 'typed']) await service.api('POST', '/api/v1/sessions', { session_id: id, user_id: 1 });

await t.test('the QR code is given as text, as PNG and as SVG, each the same code', async (t) => {
  await service.waitForQr('shown');
  const { before, png, svg, after } = await unchanged(service);
  t.equal(readQrPng(png), before.qr);
  t.equal(readQrSvg(svg), before.qr);
  t.equal(after.qr, before.qr);
  const missing = await service.api('GET', qrPath, undefined, { accept: 'text/html' });
  t.match(missing, { status: 406, body: { code: 'SUP_NOT_ACCEPTABLE' } });
});

await t.test('it is replaced as WhatsApp replaces it, beyond the last one that the page has by itself', async (t) => {
  const codes = new Map<string, string>();
  await until(async () => {
    const { body } = await service.api<Code>('GET', qrPath);
    codes.set(body.qr, body.expires_at);
    return codes.size >= 4 ? true : undefined;
  }, 60_000);
  t.equal(codes.size, 4);
  // How long the first one lives is known only once it is replaced.
  const times = [...codes.values()].slice(1).map((time) => Date.parse(time));
  t.strictSame(
    times,
    times.toSorted((a, b) => a - b),
  );
  const [oldest = ''] = codes.keys();
  await t.rejects(lab.newPhone().scan(oldest), { code: 'SIM_QR_STALE' }, 'the first one is of no use any more');
  const announced = (await service.events('shown')).filter(({ type }) => type === 'session.qr');
  t.ok(announced.length >= 4);
  t.notOk(JSON.stringify(announced).includes(oldest), 'the code itself is in no event');
});

await t.test('the page can be looked at, and no picture of it is kept', async (t) => {
  const response = await service.fetch('/api/v1/sessions/shown/screenshot');
  t.equal(response.status, 200);
  t.equal(response.headers.get('content-type'), 'image/png');
  const { width, height } = PNG.sync.read(Buffer.from(await response.arrayBuffer()));
  t.ok(width > 100 && height > 100, `${width}×${height}`);
  t.strictSame(await readdir(join(lab.dataDir, 'screenshots')), []);
});

await t.test('the scan of the code on offer connects the session, and there is no code any more', async (t) => {
  const phone = lab.newPhone();
  await lab.scan(service, 'shown', phone);
  t.match(await service.session('shown'), { status: 'connected', phone: phone.number, push_name: phone.name, restarts: 0 });
  t.match(await service.api('GET', qrPath), { status: 409, body: { code: 'SUP_SESSION_NOT_PAIRING', detail: /"shown" is connected/ } });
});

await t.test('its timeline has each phase with its deadline', async (t) => {
  const { starts } = await service.timeline('shown');
  t.equal(starts.length, 1);
  t.match(starts[0], { cause: 'person', ended_at: null });
  const phases = starts[0]?.phases ?? [];
  t.strictSame(
    phases.map(({ phase, outcome }) => `${phase} ${outcome}`),
    ['loading done', 'launching done', 'navigating done', 'pairing done', 'authenticating done'],
  );
  t.ok(phases.slice(1).every(({ deadline_ms }) => (deadline_ms ?? 0) > 0));
  t.ok(phases.every(({ started_at, ended_at }) => Date.parse(started_at) <= Date.parse(ended_at)));
});

await t.test('a pairing code is asked for and typed on the phone instead', async (t) => {
  const phone = lab.newPhone();
  await service.waitForStatus('typed', 'qr_required');
  const path = '/api/v1/sessions/typed/pairing-code';
  t.match(await service.api('POST', path, { phone_number: '0123' }), { status: 400, body: { code: 'SUP_INVALID_REQUEST' } });
  const { status, body } = await service.api<{ code: string }>('POST', path, { phone_number: `+${phone.number}` });
  t.equal(status, 200);
  t.match(body.code, /^[A-Z0-9]{4}-?[A-Z0-9]{4}$/);
  await phone.enterPairingCode(body.code);
  await service.waitForStatus('typed', 'connected');
  t.equal((await service.session('typed')).phone, phone.number);
  t.match(await service.api('POST', path, { phone_number: phone.number }), { status: 409, body: { code: 'SUP_SESSION_NOT_PAIRING' } });
  const events = await service.events('typed');
  t.equal(events.filter(({ type }) => type === 'session.pairing_code').length, 1);
  t.notOk(JSON.stringify(events).includes(body.code), 'the code itself is in no event');
});

await t.test('a session without a page has no picture', async (t) => {
  await service.command('typed', 'stop');
  await service.waitForSession('typed', ({ state }) => state === 'stopped');
  t.match(await service.api('GET', '/api/v1/sessions/typed/screenshot'), { status: 503, body: { code: 'SUP_WORKER_UNAVAILABLE' } });
});

await t.test('a code that nobody scans in time is taken back, and comes again on request', async (t) => {
  t.equal(await service.stop(), 0);
  const hurried = await lab.startService({ START_PAIRING_TIMEOUT_MS: '1500' });
  await hurried.api('POST', '/api/v1/sessions', { session_id: 'ignored', user_id: 1 });
  const session = await hurried.waitForSession('ignored', ({ reason, state }) => reason?.code === 'pairing_expired' && state === 'stopped');
  t.match(session, { status: 'disconnected', desired: 'stopped', restarts: 0 });
  await hurried.command('ignored', 'start');
  await hurried.waitForStatus('ignored', 'qr_required');
});

/** The code in each of its forms, none of which came after a replacement. */
async function unchanged(from: ServiceProcess) {
  const picture = async (type: string): Promise<ArrayBuffer> => {
    const response = await from.fetch(qrPath, { headers: { accept: type } });
    if (response.headers.get('content-type') !== type) throw new Error(`${type} was asked for: ${await response.text()}`);
    return response.arrayBuffer();
  };
  const found = await until(async () => {
    const { body: before } = await from.api<Code>('GET', qrPath);
    const [png, svg] = await Promise.all([picture('image/png'), picture('image/svg+xml')]);
    const { body: after } = await from.api<Code>('GET', qrPath);
    return before.qr === after.qr ? { before, png: new Uint8Array(png), svg: Buffer.from(svg).toString(), after } : undefined;
  }, 60_000);
  if (found === undefined) throw new Error('The code was replaced each time before it was drawn.');
  return found;
}
