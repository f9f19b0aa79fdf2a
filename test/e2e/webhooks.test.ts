import t from 'tap';
import { Webhook } from 'standardwebhooks';
import { Lab } from '../support/lab.ts';
import { eventually, openReceiver } from '../support/webhook-lab.ts';
import type { Received } from '../support/webhook-lab.ts';

const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const lab = await Lab.open();
t.teardown(() => lab.close());
const first = await openReceiver(t);
const env = { WEBHOOK_URL: first.url, WEBHOOK_SECRET: secret };
const messages = (received: readonly Received[]) => received.filter(({ event }) => event.type === 'message.received');
const textsOf = (received: readonly Received[]) => messages(received).map(({ event }) => event.data['text']);
const friend = lab.newPhone();

await t.test('a message becomes a webhook, signed; what comes while the receiver is away outlives a restart', async (t) => {
  const service = await lab.startService(env);
  const phone = await lab.link(service, 'anna');
  friend.send(phone.number, 'hello 👋');
  await eventually('it arrives', () => messages(first.received).length === 1);
  for (const { body, headers, event } of first.received) {
    t.same(new Webhook(secret).verify(body, headers as Record<string, string>), event);
    t.equal(headers['webhook-id'], event.id);
  }
  const [logged] = (await service.events('anna')).filter(({ type }) => type === 'message.received');
  t.strictSame(messages(first.received)[0]?.event, logged, 'the very entry of the log');
  const states = first.received.filter(({ event }) => event.type === 'session.state_changed' && event.session_id === 'anna');
  t.ok(states.length > 0);

  await first.close();
  const after = await service.lastSeq();
  for (let number = 1; number <= 10; number += 1) friend.send(phone.number, `away ${number}`);
  await service.waitForEvent(({ type, data }) => type === 'message.received' && data['text'] === 'away 10', { after });
  const preview = await service.api<{ undelivered_webhooks: number }>('GET', '/api/v1/service/restart-preview?mode=full');
  if (preview.status === 200) t.ok(preview.body.undelivered_webhooks >= 10);
  t.match((await service.api<string>('GET', '/metrics')).body, /whatsapp_webhook_pending_events\{webhook_id="wh_settings"\} \d\d/);
  t.equal(await service.stop(), 0);

  const again = await lab.startService(env);
  await again.waitForStatus('anna', 'connected');
  const second = await openReceiver(t, first.port);
  friend.send(phone.number, 'after');
  await eventually('all arrive', () => textsOf(second.received).includes('after'), 90_000);
  t.strictSame(textsOf(second.received), [...Array.from({ length: 10 }, (_, index) => `away ${index + 1}`), 'after']);
  for (const { body, headers } of second.received) t.ok(new Webhook(secret).verify(body, headers as Record<string, string>));
  const ids = [...first.received, ...second.received].map(({ event }) => event.id);
  t.equal(new Set(ids).size, ids.length, 'nothing that was answered comes again');
  t.equal(await again.stop(), 0);
});
