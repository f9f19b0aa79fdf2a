import t from 'tap';
import { effectsOf } from '@whatsapp-service/supervisor/sessions/fact-effects.ts';

t.test('ready clears the reason and says since when and as whom', async (t) => {
  t.match(effectsOf({ type: 'ready', phone: '15550000001', pushName: 'Ann' }, 5), {
    event: 'ready',
    reason: null,
    patch: { linked: 'yes', phone: '15550000001', connectedSinceMs: 5, unlinkedReason: null },
  });
});

t.test('a logout is remembered as the reason why the profile is gone', async (t) => {
  t.match(effectsOf({ type: 'logged_out', code: 'auth_corrupt', message: 'Broken.' }, 5), {
    event: 'logged_out',
    reason: { code: 'auth_corrupt' },
    patch: { linked: 'no', unlinkedReason: { code: 'auth_corrupt' } },
  });
});

t.test('a pairing that expires is not tried again by itself', async (t) => {
  t.match(effectsOf({ type: 'pairing_expired' }, 5), { event: 'pairing_expired', patch: { desired: 'stopped' } });
});

t.test('each acknowledgement of a message is a fact of its own', async (t) => {
  const ack = (level: number) => effectsOf({ type: 'message.ack', message_id: 'm', chat_id: 'c', ack: level }, 5).log?.identity;
  t.not(ack(1), ack(2));
  t.equal(ack(1), ack(1));
});
