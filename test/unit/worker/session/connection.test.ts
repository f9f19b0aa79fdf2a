import t from 'tap';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import { Connection } from '@whatsapp-service/worker/session/connection.ts';
import { Phases } from '@whatsapp-service/worker/session/phases.ts';

const ann = { phone: '15550000001', pushName: 'Ann' };
const deadlines = { launchMs: 1, navigateMs: 1, stateKnownMs: 100, authenticateMs: 200, pairingMs: 1, reconnectMs: 5_000 };

function setUp() {
  const facts: Fact[] = [];
  const said: string[] = [];
  const timers: (number | null)[] = [];
  const state = (fact: Fact): void => {
    if (fact.type !== 'phase_ended') facts.push(fact);
  };
  const clock = {
    now: () => 0,
    after: (delayMs: number) => {
      timers.push(delayMs);
      return () => {
        timers.push(null);
      };
    },
  };
  const phases = new Phases({ clock, startedAtMs: 0, state, onOverrun: () => undefined });
  const connection = new Connection({
    deadlines,
    phases,
    state,
    onConnected: () => said.push('connected'),
    onLost: () => said.push('lost'),
    onUnlinked: () => said.push('unlinked'),
    onOutdated: () => said.push('outdated'),
  });
  return { connection, facts, phases, said, timers, types: () => facts.map(({ type }) => type) };
}

await t.test('a connection that drops and comes back is told each time once', async (t) => {
  const { connection, phases, types } = setUp();
  connection.ready(ann);
  for (const state of ['OPENING', 'TIMEOUT', 'OPENING', 'CONNECTED', 'CONNECTED']) connection.stateIs(state);
  t.same(types(), ['ready', 'connection_lost', 'ready']);
  t.equal(phases.current, 'connected');
});

await t.test('a page that answers but is not connected has a deadline to be so again', async (t) => {
  const { connection, timers } = setUp();
  connection.ready(ann);
  connection.stateIs('TIMEOUT');
  connection.stateIs('OPENING');
  t.same(timers, [5_000], 'one that further states do not extend');
});

await t.test('"ready" said again is told once', async (t) => {
  const { connection, said, types } = setUp();
  connection.ready(ann);
  connection.ready(ann);
  t.same(types(), ['ready']);
  t.same(said, ['connected']);
});

await t.test('after a reload the connection is back with "ready", not with the state', async (t) => {
  const { connection, phases, said, timers, types } = setUp();
  connection.ready(ann);
  connection.reloaded();
  t.equal(timers.at(-1), 300, 'it has a deadline');
  connection.stateIs('CONNECTED');
  connection.stateIs('UNPAIRED');
  t.equal(phases.current, 'reconnecting');
  t.same(said, ['connected', 'lost'], 'what an unattached document says decides nothing');
  connection.ready(ann);
  t.same(types(), ['ready', 'connection_lost', 'ready']);
});

await t.test('a conflict has no deadline: the worker does not fight for the session', async (t) => {
  const { connection, timers, facts } = setUp();
  connection.ready(ann);
  connection.stateIs('CONFLICT');
  t.match(facts.at(-1), { type: 'connection_lost', detail: /CONFLICT/ });
  t.equal(timers.at(-1), null, 'the timer is cancelled');
});

await t.test('an unpaired page and an outdated one are told to whoever ends the worker', async (t) => {
  const { connection, said } = setUp();
  connection.ready(ann);
  connection.stateIs('UNPAIRED');
  connection.stateIs('DEPRECATED_VERSION');
  t.same(said, ['connected', 'unlinked', 'lost', 'outdated']);
});

await t.test('an unknown state counts as lost', async (t) => {
  const { connection, types } = setUp();
  connection.ready(ann);
  connection.stateIs(null);
  t.same(types(), ['ready', 'connection_lost']);
});
