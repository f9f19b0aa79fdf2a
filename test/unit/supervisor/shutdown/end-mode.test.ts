import t from 'tap';
import { endModeOf } from '@whatsapp-service/supervisor/shutdown/end-mode.ts';

t.test('with a grace a signal, an error and a vanished launcher hand over; without one they end everything', async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT', undefined]) {
    t.equal(endModeOf({ requested: undefined, signal, graceMs: 30_000 }), 'handover');
    t.equal(endModeOf({ requested: undefined, signal, graceMs: 0 }), 'full');
  }
});

t.test('SIGQUIT ends everything in any case', async (t) => {
  t.equal(endModeOf({ requested: undefined, signal: 'SIGQUIT', graceMs: 30_000 }), 'full');
});

t.test('what was asked for by the API is done', async (t) => {
  t.equal(endModeOf({ requested: 'handover', signal: undefined, graceMs: 0 }), 'handover');
  t.equal(endModeOf({ requested: 'full', signal: undefined, graceMs: 30_000 }), 'full');
});
