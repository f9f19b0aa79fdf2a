import t from 'tap';
import { startDjango } from '../support/django.ts';
import { storedMessages, storedStatuses } from '../support/django-messages.ts';
import { eventually, webhookLab } from '../support/webhook-lab.ts';

const secretOf = (byte: number): string => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
const message = (number: number) => ({
  message_id: `false_15550000002@c.us_${number}`,
  chat_id: '15550000002@c.us',
  from: '15550000002@c.us',
  to: '15550000001@c.us',
  author: null,
  from_me: false,
  type: 'chat',
  text: `Grüße ${number} 👋`,
  timestamp: '2026-11-23T16:00:00.000Z',
  ack: 1,
  has_media: false,
});

t.test('Django believes what the service signs, stores messages once and in order, and follows acks and statuses', async (t) => {
  const sessions = [{ session_id: 'a', user_id: 1 }];
  const django = await startDjango({ sessions, extraEnv: { WHATSAPP_WEBHOOK_SECRET: `${secretOf(2)},${secretOf(1)}` } });
  t.teardown(() => django.stop());
  const { webhooks, log } = webhookLab(t).open();
  const url = `${django.baseUrl}/whatsapp/events/`;
  const { id } = await webhooks.create({ url, secret: secretOf(1) });
  t.match(await webhooks.test(id), { delivered: true, status_code: 200 }, 'a type that it does not know is taken');

  for (let number = 1; number <= 10; number += 1) log('a', 'message.received', message(number));
  log('a', 'message.ack', { message_id: message(3).message_id, chat_id: message(3).chat_id, ack: 3 });
  log('a', 'session.state_changed', { from: 'reconnecting', to: 'connected', cause: 'ready', reason: null, status: 'connected' });
  await eventually('all is told', () => webhooks.get(id).pending === 0);
  const stored = storedMessages(django.databasePath);
  t.strictSame(
    stored.map(({ text, ack }) => ({ text, ack })),
    Array.from({ length: 10 }, (_, index) => ({ text: message(index + 1).text, ack: index === 2 ? 3 : 1 })),
  );
  t.strictSame(storedStatuses(django.databasePath), { a: 'connected' });

  webhooks.rotateSecret(id, secretOf(2), 0);
  log('a', 'message.received', message(11));
  await eventually('the new secret is believed', () => storedMessages(django.databasePath).length === 11);
  webhooks.rotateSecret(id, secretOf(3), 0);
  log('a', 'message.received', message(12));
  await eventually('another one is refused', () => webhooks.deliveries(id, 1e9, 1).deliveries[0]?.status_code === 401);
  t.equal(storedMessages(django.databasePath).length, 11);
  webhooks.rotateSecret(id, secretOf(2), 0);
  await eventually('what was refused is told once the secret is right', () => webhooks.get(id).pending === 0);
  t.equal(storedMessages(django.databasePath).at(-1)?.text, message(12).text);
});
