import t from 'tap';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { Phases } from '@whatsapp-service/worker/session/phases.ts';

class TestClock implements Clock {
  #now = 1_000;
  #timers: { atMs: number; call: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(delayMs: number, call: () => void): () => void {
    const timer = { atMs: this.#now + delayMs, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  pass(durationMs: number): void {
    this.#now += durationMs;
    const due = this.#timers.filter(({ atMs }) => atMs <= this.#now);
    this.#timers = this.#timers.filter(({ atMs }) => atMs > this.#now);
    for (const { call } of due) call();
  }

  get pending(): number {
    return this.#timers.length;
  }
}

function setUp() {
  const clock = new TestClock();
  const facts: Fact[] = [];
  const overruns: [string, number][] = [];
  const phases = new Phases({
    clock,
    startedAtMs: 400,
    state: (fact) => {
      facts.push(fact);
    },
    onOverrun: (phase, deadlineMs) => {
      overruns.push([phase, deadlineMs]);
    },
  });
  return { clock, facts, overruns, phases };
}

await t.test('each phase that ends is told with its times and its deadline', async (t) => {
  const { clock, facts, phases } = setUp();
  phases.begin('launching', 500);
  clock.pass(100);
  phases.end('failed', 'it broke');
  t.same(facts, [
    { type: 'phase_ended', phase: 'loading', startedAtMs: 400, endedAtMs: 1_000, deadlineMs: null, outcome: 'done', detail: null },
    {
      type: 'phase_ended',
      phase: 'launching',
      startedAtMs: 1_000,
      endedAtMs: 1_100,
      deadlineMs: 500,
      outcome: 'failed',
      detail: 'it broke',
    },
  ]);
  t.equal(clock.pending, 0, 'no timer is left');
});

await t.test('a phase that lasts too long is told once', async (t) => {
  const { clock, overruns, phases } = setUp();
  phases.begin('pairing', 500);
  clock.pass(499);
  t.same(overruns, []);
  clock.pass(1);
  t.same(overruns, [['pairing', 500]]);
});

await t.test('a deadline can be given anew, and is told as the whole of what the phase had', async (t) => {
  const { clock, facts, overruns, phases } = setUp();
  phases.begin('authenticating', 500);
  clock.pass(400);
  phases.extend(500);
  clock.pass(499);
  t.same(overruns, []);
  clock.pass(1);
  t.same(overruns, [['authenticating', 900]]);
  phases.end('failed', null);
  t.match(facts.at(-1), { phase: 'authenticating', deadlineMs: 900 });
});

await t.test('a phase that has ended ends no second time and has no deadline', async (t) => {
  const { clock, facts, overruns, phases } = setUp();
  phases.begin('launching', 500);
  phases.end('failed', null);
  phases.extend(10);
  phases.end('done', null);
  clock.pass(1_000);
  t.same(overruns, []);
  t.equal(facts.length, 2);
});

await t.test('being connected and closing are no lines of the timeline', async (t) => {
  const { facts, phases } = setUp();
  phases.begin('connected', null);
  phases.begin('closing', null);
  phases.end('done', null);
  t.equal(facts.length, 1);
  t.equal(phases.current, 'closing');
});

await t.test('a long detail is cut to what the contract takes', async (t) => {
  const { facts, phases } = setUp();
  phases.end('failed', 'x'.repeat(5_000));
  const [fact] = facts;
  t.equal(fact?.type === 'phase_ended' ? fact.detail?.length : 0, 1_000);
});
