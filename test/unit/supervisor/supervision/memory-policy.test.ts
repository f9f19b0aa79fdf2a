import t from 'tap';
import { judgeMemory } from '@whatsapp-service/supervisor/supervision/memory-policy.ts';

const large = { samplesOver: 3, overForMs: 10_000, nowMs: 100_000, lastActiveMs: 40_000, requestsInFlight: 0 };

t.test('three samples in a row above the limit restart a session that is quiet', async (t) => {
  t.equal(judgeMemory(large), 'recycle');
  t.equal(judgeMemory({ ...large, samplesOver: 2 }), 'fine');
});

t.test('a session at work is left alone', async (t) => {
  t.equal(judgeMemory({ ...large, requestsInFlight: 1 }), 'wait');
  t.equal(judgeMemory({ ...large, lastActiveMs: 70_001 }), 'wait');
  t.equal(judgeMemory({ ...large, lastActiveMs: 70_000 }), 'recycle');
});

t.test('but not for longer than ten minutes', async (t) => {
  t.equal(judgeMemory({ ...large, requestsInFlight: 1, overForMs: 599_999 }), 'wait');
  t.equal(judgeMemory({ ...large, requestsInFlight: 1, overForMs: 600_000 }), 'recycle');
});
