import t from 'tap';
import { decideStart } from '@whatsapp-service/supervisor/sessions/start-decision.ts';

t.test('a linked profile is restored, whoever asks', async (t) => {
  for (const intent of ['restoration', 'restart', 'person'] as const) {
    t.equal(decideStart({ intent, hasAuthFiles: true, linked: 'yes' }), 'restore');
    t.equal(decideStart({ intent, hasAuthFiles: true, linked: 'unknown' }), 'restore');
  }
});

t.test('without auth files a restoration and a restart start nothing', async (t) => {
  for (const linked of ['yes', 'unknown'] as const) {
    t.equal(decideStart({ intent: 'restoration', hasAuthFiles: false, linked }), 'auth_missing');
    t.equal(decideStart({ intent: 'restart', hasAuthFiles: false, linked }), 'auth_missing');
  }
  t.equal(decideStart({ intent: 'restoration', hasAuthFiles: false, linked: 'no' }), 'auth_missing');
});

t.test('a person gets a QR code where there are no auth files', async (t) => {
  for (const linked of ['yes', 'no', 'unknown'] as const) {
    t.equal(decideStart({ intent: 'person', hasAuthFiles: false, linked }), 'pair');
  }
});

t.test('a session that was being paired goes on pairing', async (t) => {
  t.equal(decideStart({ intent: 'restart', hasAuthFiles: false, linked: 'no' }), 'pair');
  for (const intent of ['restoration', 'restart', 'person'] as const) {
    t.equal(decideStart({ intent, hasAuthFiles: true, linked: 'no' }), 'pair');
  }
});
