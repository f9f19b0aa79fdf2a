import t from 'tap';
import { hasProcess, next, transitions } from '@whatsapp-service/shared/session/session-state.ts';
import type { SessionEvent, SessionState } from '@whatsapp-service/shared/session/session-state.ts';
import { statusOf } from '@whatsapp-service/shared/session/session-status.ts';

const states = Object.keys(transitions).filter((name): name is SessionState => name in transitions);

function reachableFrom(start: SessionState): Set<SessionState> {
  const reached = new Set([start]);
  for (const state of reached) for (const target of Object.values(transitions[state])) reached.add(target);
  return reached;
}

await t.test('every state can be reached: from a stopped session, or from one whose worker outlived the supervisor', async (t) => {
  const reached = new Set([...reachableFrom('stopped'), ...reachableFrom('adopting')]);
  t.same(
    states.filter((state) => !reached.has(state)),
    [],
  );
});

await t.test('every state leads back to stopped', async (t) => {
  t.same(
    states.filter((state) => !reachableFrom(state).has('stopped')),
    [],
  );
});

await t.test('every state can be stopped, but for those that are stopped or stopping', async (t) => {
  t.same(
    states.filter((state) => next(state, 'stop_requested') === undefined),
    ['stopped', 'stopping'],
  );
});

await t.test('a worker may end in every state that has one, and only there', async (t) => {
  t.same(states.filter(hasProcess), [
    'starting',
    'pairing',
    'authenticating',
    'connected',
    'reconnecting',
    'unresponsive',
    'stopping',
    'logging_out',
    'adopting',
  ]);
});

await t.test('a phone that unlinks a connected session ends it as unlinked', async (t) => {
  const events: SessionEvent[] = ['logged_out', 'exited'];
  t.equal(
    events.reduce<SessionState>((state, event) => next(state, event) ?? state, 'connected'),
    'unlinked',
  );
});

await t.test('an event that means nothing in a state leads nowhere', async (t) => {
  t.equal(next('stopped', 'ready'), undefined);
  t.equal(next('connected', 'qr'), undefined, 'a QR code of a linked session is never offered');
});

await t.test('outside there are four words, and a QR code is required only while one is on offer', async (t) => {
  t.same(
    states.filter((state) => statusOf(state) === 'qr_required'),
    ['pairing'],
  );
  t.same(
    states.filter((state) => statusOf(state) === 'connected'),
    ['connected'],
  );
  t.same(
    states.filter((state) => statusOf(state) === 'disconnected').toSorted((a, b) => a.localeCompare(b)),
    ['failed', 'logging_out', 'stopped', 'stopping', 'unlinked'],
  );
});
