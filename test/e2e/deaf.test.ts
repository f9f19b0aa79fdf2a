import t from 'tap';
import { Lab } from '../support/lab.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());
const service = await lab.startService({ RECONNECT_TIMEOUT_MS: '3000', RESTORE_CONCURRENCY: '2' });
const [phone, other] = await lab.linkAll(service, ['deaf', 'bystander']);
if (phone === undefined || other === undefined) throw new Error('Two phones are needed.');
await lab.waitForLinkOnDisk('deaf');
const after = await service.lastSeq();

await t.test('a page that answers but has lost WhatsApp makes its session reconnecting, and sends to it are refused', async (t) => {
  lab.simulator.dropConnections(8_000, { phone: phone.number });
  const session = await service.waitForSession('deaf', ({ state }) => state === 'reconnecting');
  t.match(session, { status: 'connecting', reason: { code: 'connection_lost' } });
  const answer = await service.api('POST', '/api/v1/sessions/deaf/messages', { to: other.number, text: 'x' });
  t.match(answer, { status: 409, body: { code: 'SUP_SESSION_NOT_CONNECTED' } });
});

await t.test('when that goes on for longer than its deadline it is started anew, and the reason says so', async (t) => {
  const backoff = await service.waitForEvent(({ data }) => data['to'] === 'backoff', { after });
  t.match(backoff.data, { from: 'reconnecting', reason: { code: 'connection_lost', message: /exit code 23.*deadline of 3000 ms/ } });
  await service.waitForStatus('deaf', 'connected', 90_000);
  const [ended] = (await service.timeline('deaf')).starts;
  t.match(ended, { exit_code: 23, exit_signal: null });
  t.match(ended?.phases.at(-1), { phase: 'reconnecting', outcome: 'failed', deadline_ms: 3_000 });
});

await t.test('the bystander noticed nothing', async (t) => {
  t.strictSame(await service.events('bystander', after), []);
});
