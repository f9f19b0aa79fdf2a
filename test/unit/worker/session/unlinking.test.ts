import t from 'tap';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import { Phases } from '@whatsapp-service/worker/session/phases.ts';
import { Unlinking } from '@whatsapp-service/worker/session/unlinking.ts';
import type { EndRequest } from '@whatsapp-service/worker/shutdown/ending.ts';

function setUp(states: (string | null)[] = []) {
  const facts: Fact[] = [];
  const ends: EndRequest[] = [];
  let probes = 0;
  const state = (fact: Fact): void => {
    if (fact.type !== 'phase_ended') facts.push(fact);
  };
  const unlinking = new Unlinking({
    phases: new Phases({ clock: systemClock, startedAtMs: 0, state, onOverrun: () => undefined }),
    state,
    end: (request) => ends.push(request),
    isEnding: () => ends.length > 0,
    probe: async () => {
      probes += 1;
      return states.shift() ?? null;
    },
  });
  return { ends, facts, unlinking, probes: () => probes };
}

await t.test('that the device is unlinked is told once, and ends the worker with 13', async (t) => {
  const { ends, facts, unlinking } = setUp();
  unlinking.byPhone();
  unlinking.tell('again');
  t.match(facts, [{ type: 'logged_out', code: 'logged_out', message: /on the phone/ }]);
  t.match(ends, [{ code: 13 }]);
  t.equal(unlinking.isTold, true);
});

await t.test('a page that comes up unpaired after a logout is unlinked', async (t) => {
  const { facts, unlinking } = setUp([null, 'OPENING', 'UNPAIRED']);
  t.equal(await unlinking.judgeLogout(), false);
  t.equal(facts.length, 1);
});

await t.test('a page that comes up connected after a logout is linked', async (t) => {
  const { facts, unlinking } = setUp([null, 'CONNECTED']);
  t.equal(await unlinking.judgeLogout(), true);
  t.same(facts, []);
});

await t.test('a page that redirects asks twice and is judged once', async (t) => {
  const { unlinking, probes } = setUp(['CONNECTED']);
  t.same(await Promise.all([unlinking.judgeLogout(), unlinking.judgeLogout()]), [true, true]);
  t.equal(probes(), 1);
});

await t.test('a linked profile that comes up unpaired is told with its reason', async (t) => {
  const lost = setUp();
  lost.unlinking.noteStorage({ localStorageItems: 0, databases: 2 });
  lost.unlinking.noteStorage({ localStorageItems: 5, databases: 2 });
  await lost.unlinking.judgeUnpaired();
  t.match(lost.facts, [{ code: 'auth_corrupt' }], 'the first document counts');
  const removed = setUp();
  removed.unlinking.noteStorage({ localStorageItems: 5, databases: 2 });
  await removed.unlinking.judgeUnpaired();
  t.match(removed.facts, [{ code: 'logged_out' }]);
});

await t.test('whoever waits hears whether the device turned out to be unlinked', async (t) => {
  const { unlinking } = setUp();
  t.equal(await unlinking.turnsOut(30), false);
  const waiting = unlinking.turnsOut(5_000);
  unlinking.byPhone();
  t.equal(await waiting, true);
});
