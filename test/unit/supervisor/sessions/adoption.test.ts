import t from 'tap';
import type { SessionState } from '@whatsapp-service/shared/session/session-state.ts';
import { adoptionStep, isAdoptable, outlivesTheList } from '@whatsapp-service/supervisor/sessions/adoption.ts';
import { newRecord } from '@whatsapp-service/supervisor/sessions/session-record.ts';

const facts = { isAlive: true, oldestProtocol: 2, newestProtocol: 3 };
const entry = {
  sessionId: 'one',
  worker: { pid: 10, startTime: '1' },
  browser: null,
  tokenHash: 'x'.repeat(43),
  epoch: 1,
  protocol: 3,
  codeVersion: '1.0.0+abc',
};
const record = (state: SessionState) => newRecord('one', 0, { state });

t.test('a live worker of a session that runs is taken over', async (t) => {
  for (const state of ['starting', 'pairing', 'authenticating', 'connected', 'reconnecting', 'unresponsive', 'adopting'] as const) {
    t.ok(isAdoptable(entry, record(state), facts), state);
  }
});

t.test('a worker that is ending, or whose session is at rest, is not', async (t) => {
  for (const state of ['stopped', 'queued', 'stopping', 'logging_out', 'backoff', 'failed', 'unlinked'] as const) {
    t.notOk(isAdoptable(entry, record(state), facts), state);
  }
});

t.test('nor is one that is dead, not wanted, or of a protocol that is not spoken here', async (t) => {
  t.notOk(isAdoptable(entry, record('connected'), { ...facts, isAlive: false }));
  t.notOk(isAdoptable(entry, { ...record('connected'), desired: 'stopped' }, facts));
  t.notOk(isAdoptable({ ...entry, protocol: 1 }, record('connected'), facts));
  t.notOk(isAdoptable({ ...entry, protocol: 4 }, record('connected'), facts));
  t.ok(isAdoptable({ ...entry, protocol: 2 }, record('connected'), facts), 'the one before is spoken');
});

t.test('where the worker is decides what is done', async (t) => {
  t.equal(adoptionStep('connected'), 'probe_page');
  for (const phase of ['loading', 'launching', 'navigating', 'authenticating'] as const) t.equal(adoptionStep(phase), 'await_start');
  for (const phase of ['pairing', 'reconnecting', 'closing'] as const) t.equal(adoptionStep(phase), 'await_worker');
});

t.test('a session that the application does not list yet goes on only while it is new or not linked', async (t) => {
  t.ok(outlivesTheList({ linked: 'no', createdMs: 0 }, 10_000_000));
  t.ok(outlivesTheList({ linked: 'yes', createdMs: 9_900_000 }, 10_000_000));
  t.notOk(outlivesTheList({ linked: 'yes', createdMs: 0 }, 10_000_000));
});
