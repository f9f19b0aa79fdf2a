import t from 'tap';
import { driftOf } from '@whatsapp-service/supervisor/sessions/drift.ts';

const nowMs = 10_000_000;
const old = { desired: 'running', state: 'connected', linked: 'yes', createdMs: 0 } as const;
const listed = (...ids: string[]) => ids.map((sessionId) => ({ sessionId, userId: 1, instanceName: null }));
const idsOf = (all: readonly { sessionId: string }[]): string[] => all.map(({ sessionId }) => sessionId);

t.test('what is listed and unknown, or at rest for no wish of a person, is to start', async (t) => {
  const here = [
    { ...old, sessionId: 'runs' },
    { ...old, sessionId: 'was_unlisted', state: 'stopped' },
    { ...old, sessionId: 'stopped_by_person', state: 'stopped', desired: 'stopped' },
    { ...old, sessionId: 'failed', state: 'failed' },
    { ...old, sessionId: 'unlinked', state: 'unlinked' },
  ] as const;
  const drift = driftOf(listed('new', ...idsOf(here)), here, nowMs);
  t.strictSame(idsOf(drift.toStart), ['new', 'was_unlisted']);
  t.strictSame(drift.toEnd, []);
  t.strictSame(drift.leftAlone, []);
});

t.test('what is not listed is to end, but not what is new or not linked yet', async (t) => {
  const here = [
    { ...old, sessionId: 'runs' },
    { ...old, sessionId: 'fails', state: 'backoff' },
    { ...old, sessionId: 'new', createdMs: nowMs - 60_000 },
    { ...old, sessionId: 'pairing', state: 'pairing', linked: 'no' },
    { ...old, sessionId: 'at_rest', state: 'stopped' },
    { ...old, sessionId: 'being_stopped', state: 'stopping', desired: 'stopped' },
  ] as const;
  const drift = driftOf([], here, nowMs);
  t.strictSame(idsOf(drift.toEnd), ['runs', 'fails']);
  t.strictSame(idsOf(drift.leftAlone), ['new', 'pairing']);
  t.strictSame(drift.toStart, []);
});
