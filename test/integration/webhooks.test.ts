import { Webhook } from 'standardwebhooks';
import t from 'tap';
import { FakeClock } from '../support/fake-clock.ts';
import { eventually, openReceiver, webhookLab } from '../support/webhook-lab.ts';
import type { Received } from '../support/webhook-lab.ts';

const numbersOf = (received: readonly Received[], sessionId: string | null = 'a') =>
  received.filter(({ event }) => event.session_id === sessionId).map(({ event }) => event.data['number']);
const secretOf = (webhook: { secret: string | null }): string => webhook.secret ?? '';

t.test('what is logged arrives as it is in the log, with a signature that the library accepts', async (t) => {
  const receiver = await openReceiver(t);
  const { webhooks, log } = webhookLab(t).open();
  const webhook = await webhooks.create({ url: receiver.url, headers: { authorization: 'Bearer of-the-receiver' } });
  const event = log('a', 'message.received', { text: 'Grüße 👋' });
  await eventually('it arrives', () => receiver.received.length === 1);
  const [got] = receiver.received;
  t.strictSame(got?.event, event);
  t.match(got?.headers, { authorization: 'Bearer of-the-receiver', 'webhook-id': event?.id, 'user-agent': 'whatsapp-service/0.1.0' });
  t.strictSame(new Webhook(secretOf(webhook)).verify(got?.body ?? '', got?.headers as Record<string, string>), event);
  t.throws(() => new Webhook(secretOf(webhook)).verify(`${got?.body} `, got?.headers as Record<string, string>));
  t.match(webhooks.get(webhook.id), { header_names: ['authorization'] });
  t.notMatch(JSON.stringify(webhooks.get(webhook.id)), /of-the-receiver|whsec_/);
});

t.test('a session keeps its order, also across retries, while others are served beside it', async (t) => {
  const receiver = await openReceiver(t);
  let failures = 3;
  receiver.behaviour.delayMs = 20;
  receiver.behaviour.answer = ({ event }) => (event.session_id === 'a' && event.data['number'] === 1 && failures-- > 0 ? 400 : 204);
  const { webhooks, log } = webhookLab(t).open();
  const { id } = await webhooks.create({ url: receiver.url });
  for (let round = 0; round < 8; round += 1) for (const session of ['a', 'b', 'c', 'd']) log(session);
  await eventually('the others are served', () => ['b', 'c', 'd'].every((session) => numbersOf(receiver.received, session).length === 8));
  t.strictSame([...new Set(numbersOf(receiver.received))], [1], 'nothing overtakes the event that fails');
  await eventually('all are delivered', () => webhooks.get(id).pending === 0);
  t.strictSame(numbersOf(receiver.received), [1, 1, 1, 1, 5, 9, 13, 17, 21, 25, 29]);
  t.ok(receiver.mostAtOnce() >= 3);
  const failed = webhooks.deliveries(id, 1e9, 500).deliveries.filter(({ outcome }) => outcome === 'failed');
  t.match(failed, [{ attempt: 3, status_code: 400 }, { attempt: 2 }, { attempt: 1, error: 'It answered with status 400.' }]);
});

t.test('a webhook gets the types and the session that it asked for', async (t) => {
  const receiver = await openReceiver(t);
  const { webhooks, log } = webhookLab(t).open();
  const { id } = await webhooks.create({ url: receiver.url, session_id: 'a', types: ['message.*', 'session.qr'] });
  for (const type of ['message.received', 'messages.other', 'session.qr', 'session.state_changed'])
    for (const session of ['a', 'b', null]) log(session, type);
  await eventually('both arrive', () => receiver.received.length >= 2 && webhooks.get(id).pending === 0);
  t.strictSame(
    receiver.received.map(({ event }) => `${event.session_id} ${event.type}`),
    ['a message.received', 'a session.qr'],
  );
});

t.test('a receiver that is away loses nothing, nor does a restart meanwhile', { timeout: 60_000 }, async (t) => {
  const first = await openReceiver(t);
  const lab = webhookLab(t);
  const before = lab.open();
  const { id } = await before.webhooks.create({ url: first.url });
  before.log('a');
  await eventually('the first one is settled', () => before.webhooks.undeliveredCount() === 0);
  await first.close();
  for (let count = 0; count < 20; count += 1) before.log(count % 2 === 0 ? 'a' : 'b');
  await eventually('it was tried', () => before.webhooks.deliveries(id, 1e9, 10).deliveries.some(({ outcome }) => outcome === 'failed'));
  t.equal(before.webhooks.undeliveredCount(), 20);
  await before.close();
  const again = await openReceiver(t, first.port);
  const after = lab.open();
  t.equal(after.webhooks.undeliveredCount(), 20);
  await eventually('all arrive', () => after.webhooks.undeliveredCount() === 0, 40_000);
  t.strictSame(numbersOf(again.received), [2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
  t.strictSame(numbersOf(again.received, 'b'), [3, 5, 7, 9, 11, 13, 15, 17, 19, 21]);
});

t.test('what is under way when the service stops is delivered again; what was answered in time is not', async (t) => {
  const receiver = await openReceiver(t);
  const lab = webhookLab(t);
  const before = lab.open();
  await before.webhooks.create({ url: receiver.url });
  before.log('a');
  await eventually('it is settled', () => before.webhooks.undeliveredCount() === 0);
  receiver.behaviour.delayMs = 60_000;
  before.log('a');
  await eventually('it is under way', () => receiver.received.length === 2);
  await before.close(50);
  receiver.behaviour.delayMs = 0;
  const after = lab.open();
  await eventually('it is delivered', () => after.webhooks.undeliveredCount() === 0);
  t.strictSame(numbersOf(receiver.received), [1, 2, 2]);
  receiver.behaviour.delayMs = 100;
  after.log('a');
  await after.close(5_000);
  t.equal(receiver.received.length, 4, 'the shutdown waits for an answer');
  const last = lab.open();
  t.equal(last.webhooks.undeliveredCount(), 0);
});

t.test('a slow receiver holds up no other', async (t) => {
  const slow = await openReceiver(t);
  const quick = await openReceiver(t);
  slow.behaviour.delayMs = 60_000;
  const { webhooks, log } = webhookLab(t).open();
  await webhooks.create({ url: slow.url });
  const { id } = await webhooks.create({ url: quick.url });
  for (let count = 0; count < 100; count += 1) log(`session-${count % 40}`);
  await eventually('the quick one has all', () => webhooks.get(id).pending === 0, 10_000);
  t.equal(quick.received.length, 100);
  t.equal(slow.received.length, 16, 'and the slow one is asked for so many at once');
});

t.test('410 disables a webhook; enabled again it goes on where it was', async (t) => {
  const receiver = await openReceiver(t);
  receiver.behaviour.answer = () => 410;
  const { webhooks, log } = webhookLab(t).open();
  const { id } = await webhooks.create({ url: receiver.url });
  log('a');
  await eventually('it is disabled', () => !webhooks.get(id).enabled);
  t.match(webhooks.get(id).disabled_reason, /410/);
  log('a');
  receiver.behaviour.answer = () => 204;
  await webhooks.change(id, { enabled: true });
  await eventually('both arrive', () => webhooks.get(id).pending === 0);
  t.strictSame(numbersOf(receiver.received), [1, 1, 2]);
});

t.test('what a receiver refuses becomes a dead letter, and can be sent again or purged', { timeout: 60_000 }, async (t) => {
  const receiver = await openReceiver(t);
  receiver.behaviour.answer = ({ event }) => (event.data['bad'] === true ? 422 : 204);
  const { webhooks, log } = webhookLab(t).open();
  const { id } = await webhooks.create({ url: receiver.url });
  log('a', 'message.received', { bad: true });
  log('a');
  await eventually('the next one gets through', () => receiver.received.some(({ event }) => event.data['number'] === 2), 40_000);
  t.equal(receiver.received.length, 6, 'after five refusals');
  await eventually('it is written', () => webhooks.deadLetters(id, 0, 10).dead_letters.length === 1);
  const refused = webhooks.deliveries(id, 1e9, 500).deliveries.filter(({ outcome }) => outcome === 'failed');
  t.strictSame(
    refused.map(({ status_code: status, error }) => status ?? error),
    [422, 422, 422, 422, 422],
  );
  t.match(webhooks.deadLetters(id, 0, 10).dead_letters, [
    { attempts: 5, status_code: 422, reason: /refused it 5 times/, event: { data: { number: 1 } } },
  ]);
  receiver.behaviour.answer = () => 204;
  t.strictSame(webhooks.redrive(id, undefined), { redriven: 1 });
  await eventually('it is gone', () => webhooks.deadLetters(id, 0, 10).dead_letters.length === 0);
  t.strictSame(numbersOf(receiver.received).slice(-1), [1]);
  t.strictSame(webhooks.purge(id, undefined), { purged: 0 });
});

t.test('while a secret is rotated both sign; the old one is not shown', async (t) => {
  const receiver = await openReceiver(t);
  const { webhooks, log } = webhookLab(t).open();
  const first = await webhooks.create({ url: receiver.url });
  const second = webhooks.rotateSecret(first.id, undefined, 60_000);
  log('a');
  await eventually('it arrives', () => receiver.received.length === 1);
  for (const webhook of [first, second]) {
    const [got] = receiver.received;
    t.ok(new Webhook(secretOf(webhook)).verify(got?.body ?? '', got?.headers as Record<string, string>));
  }
  t.ok(second.previous_secret_until);
  // What is under way at a change is broken off and sent again.
  await eventually('it is settled', () => webhooks.get(first.id).pending === 0);
  webhooks.rotateSecret(first.id, undefined, 0);
  log('a');
  await eventually('the next arrives', () => receiver.received.length === 2);
  t.throws(() =>
    new Webhook(secretOf(second)).verify(receiver.received[1]?.body ?? '', receiver.received[1]?.headers as Record<string, string>),
  );
});

t.test('WEBHOOK_URL and the webhook_url of sessions, kept ones included, are webhooks', async (t) => {
  const receiver = await openReceiver(t);
  const own = await openReceiver(t);
  const secrets = [7, 8].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`);
  const lab = webhookLab(t, { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: secrets.join(',') });
  const { webhooks, log, ofSessions } = lab.open([{ sessionId: 'a', webhookUrl: own.url }]);
  t.match(webhooks.list({ limit: 10 }).webhooks, [
    { id: 'wh_session_a', source: 'session' },
    { id: 'wh_settings', source: 'settings' },
  ]);
  log('a');
  log('b');
  await eventually('all arrive', () => receiver.received.length === 2 && own.received.length === 1);
  for (const { body, headers } of [...receiver.received, ...own.received])
    for (const secret of secrets)
      t.ok(new Webhook(secret).verify(body, headers as Record<string, string>), 'while it is replaced both sign');
  await t.rejects(webhooks.change('wh_settings', { url: own.url }), { code: 'SUP_WEBHOOK_FIXED' });
  t.throws(() => webhooks.remove('wh_settings'), { code: 'SUP_WEBHOOK_FIXED' });
  ofSessions.removed('a');
  t.throws(() => webhooks.get('wh_session_a'), { code: 'SUP_WEBHOOK_NOT_FOUND' });
});

t.test('a test delivery tells what the receiver says; bad webhooks are refused and change nothing', async (t) => {
  const receiver = await openReceiver(t);
  const { webhooks } = webhookLab(t).open();
  const { id } = await webhooks.create({ url: receiver.url });
  t.match(await webhooks.test(id), { delivered: true, status_code: 204, error: null });
  t.match(receiver.received, [{ event: { type: 'webhook.test', data: { webhook_id: id } } }]);
  await receiver.close();
  t.match(await webhooks.test(id), { delivered: false, status_code: null, error: /ECONNREFUSED/ });
  await t.rejects(webhooks.create({ url: 'http://169.254.169.254/' }), { code: 'SUP_WEBHOOK_INVALID', statusCode: 400 });
  await t.rejects(webhooks.create({ url: receiver.url, headers: { 'x-a': 'b\r\nc: d' } }), { code: 'SUP_WEBHOOK_INVALID' });
  await t.rejects(webhooks.create({ url: receiver.url, secret: 'whsec_AAAA' }), { code: 'SUP_WEBHOOK_INVALID' });
  await t.rejects(webhooks.create({ url: receiver.url, session_id: 'none' }), { code: 'SUP_SESSION_NOT_FOUND' });
  t.equal(webhooks.list({ limit: 10 }).webhooks.length, 1);
});

t.test('no secret, no header and no message is in the log', async (t) => {
  const receiver = await openReceiver(t);
  receiver.behaviour.answer = () => 500;
  const lab = webhookLab(t);
  const { webhooks, log } = lab.open();
  const { secret } = await webhooks.create({ url: `${receiver.url}?token=in-the-url`, headers: { 'x-key': 'in-a-header' } });
  for (const session of ['a', 'b', 'c', 'd', 'e', 'f']) log(session, 'message.received', { text: 'in-the-body' });
  await eventually('its circuit opens', () => lab.lines.some((line) => line.includes('cannot be had')));
  const text = lab.lines.join('');
  for (const hidden of ['in-the-url', 'in-a-header', 'in-the-body', String(secret).slice(6)]) t.notOk(text.includes(hidden), hidden);
});

t.test('two webhooks at one host: the one that fails holds up nothing of the other', async (t) => {
  const receiver = await openReceiver(t);
  const lab = webhookLab(t);
  const { webhooks, log } = lab.open();
  await webhooks.create({ url: receiver.url, headers: { 'x-who': 'bad' } });
  const { id } = await webhooks.create({ url: receiver.url });
  receiver.behaviour.answer = ({ headers }) => (headers['x-who'] === 'bad' ? 503 : 204);
  receiver.behaviour.headers = { 'retry-after': '3600' };
  for (let count = 0; count < 60; count += 1) log(`session-${count % 20}`);
  await eventually('the other has all', () => webhooks.get(id).pending === 0, 10_000);
  t.equal(receiver.received.filter(({ headers }) => headers['x-who'] !== 'bad').length, 60);
});

t.test('however many webhooks at one host are slow, another one there is served', async (t) => {
  const receiver = await openReceiver(t);
  const { webhooks, log } = webhookLab(t).open();
  for (let count = 0; count < 6; count += 1) await webhooks.create({ url: `${receiver.url}/slow`, types: ['message.sent'] });
  const { id } = await webhooks.create({ url: receiver.url, types: ['message.received'] });
  receiver.behaviour.delayMs = 60_000;
  for (let count = 0; count < 20; count += 1) log(`session-${count}`, 'message.sent');
  await eventually('the slow ones are all busy', () => receiver.mostAtOnce() === 6 * 16);
  receiver.behaviour.delayMs = 0;
  log('session-0');
  await eventually('the other has its event', () => webhooks.get(id).pending === 0, 10_000);
});

t.test('after a change of the webhook nothing waits for the pauses of before', async (t) => {
  const receiver = await openReceiver(t);
  receiver.behaviour.answer = () => 401;
  // Its time stands still, so no pause is ever over.
  const clock = new FakeClock();
  const lab = webhookLab(t, {}, clock);
  const { webhooks, log } = lab.open();
  const { id } = await webhooks.create({ url: receiver.url });
  log('a');
  await eventually('it was refused', () => receiver.received.length === 1);
  await eventually('that is kept', () => {
    clock.advance(25);
    return webhooks.deliveries(id, 1e9, 10).deliveries.length === 1;
  });
  receiver.behaviour.answer = () => 204;
  await webhooks.change(id, { headers: { authorization: 'the right one' } });
  await eventually('it arrives', () => receiver.received.length === 2);
});

t.test('nothing is sent unsigned: where WEBHOOK_SECRET is gone its webhooks get secrets of their own', async (t) => {
  const receiver = await openReceiver(t);
  const env: Record<string, string> = { WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}` };
  const lab = webhookLab(t, env);
  const before = lab.open();
  before.ofSessions.added('a', receiver.url);
  await before.close();
  delete env['WEBHOOK_SECRET'];
  const { webhooks, log } = lab.open();
  t.ok(lab.lines.some((line) => line.includes('WEBHOOK_SECRET is gone')));
  const { secret } = webhooks.rotateSecret('wh_session_a', undefined, 0);
  log('a');
  await eventually('it arrives', () => receiver.received.length === 1);
  const [got] = receiver.received;
  t.ok(new Webhook(String(secret)).verify(got?.body ?? '', got?.headers as Record<string, string>));
});
