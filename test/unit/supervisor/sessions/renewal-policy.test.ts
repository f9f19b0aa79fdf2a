import t from 'tap';
import { renewalWaitMs } from '@whatsapp-service/supervisor/sessions/renewal-policy.ts';

const idle = { nowMs: 100_000, takenOverMs: 0, isConnected: true, requestsInFlight: 0, lastActiveMs: 0 };

t.test('an idle session is renewed now', async (t) => {
  t.equal(renewalWaitMs(idle), 0);
});

t.test('one that sends, or is not connected, is looked at again', async (t) => {
  t.equal(renewalWaitMs({ ...idle, requestsInFlight: 1 }), 1_000);
  t.equal(renewalWaitMs({ ...idle, isConnected: false }), 1_000);
});

t.test('something happened just now: so long as the quiet lacks', async (t) => {
  t.equal(renewalWaitMs({ ...idle, lastActiveMs: 98_000 }), 3_000);
  t.equal(renewalWaitMs({ ...idle, lastActiveMs: 95_000 }), 0);
});

t.test('after a restart callers have their time to repeat what was cut short', async (t) => {
  t.equal(renewalWaitMs({ ...idle, takenOverMs: 90_000 }), 20_000);
});
