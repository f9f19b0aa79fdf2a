import t from 'tap';
import { Lab } from '../support/lab.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());
const service = await lab.startService({ START_STATE_TIMEOUT_MS: '4000', START_AUTHENTICATE_TIMEOUT_MS: '2500' });
const phone = await lab.link(service, 'slow');
await lab.waitForLinkOnDisk('slow');

await t.test('a start that fails leaves a bundle that says what was seen, and no number of anybody', async (t) => {
  lab.simulator.faults.set({ syncDelayMs: 60_000 });
  const after = await service.lastSeq();
  await service.command('slow', 'restart');
  await service.waitForEvent(({ data }) => data['to'] === 'backoff', { after, timeoutMs: 60_000 });
  const [listed] = (await service.timeline('slow')).bundles;
  t.match(listed, { id: /^\d{8}T\d{9}Z$/, time: /Z$/ });
  const { status, body } = await service.api('GET', `/api/v1/sessions/slow/timeline/bundles/${listed?.id}`);
  t.equal(status, 200);
  t.match(body, {
    session_id: 'slow',
    exit_code: 22,
    last_navigation: /^https:\/\/web\.whatsapp\.com\/$/,
    versions: { node: process.version },
  });
  t.match(body, { screenshot_png_base64: /^iVBORw0KGgo/ });
  t.notOk(JSON.stringify({ ...(body as object), screenshot_png_base64: '' }).includes(phone.number));
  lab.simulator.faults.clear();
  await service.waitForStatus('slow', 'connected');
});

await t.test('a bundle that is not there is a 404, and an id that is none a 400', async (t) => {
  const path = '/api/v1/sessions/slow/timeline/bundles';
  t.match(await service.api('GET', `${path}/20200101T000000000Z`), { status: 404, body: { code: 'SUP_BUNDLE_NOT_FOUND' } });
  t.match(await service.api('GET', `${path}/..%2F..%2Fapi-key`), { status: 400 });
});
