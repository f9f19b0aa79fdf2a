import t from 'tap';
import { defaultHostBreaker, HostBreaker } from '@whatsapp-service/supervisor/supervision/host-breaker.ts';
import type { BreakerChange } from '@whatsapp-service/supervisor/supervision/host-breaker.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function guarded() {
  const clock = new FakeClock();
  const changes: BreakerChange[] = [];
  const breaker = new HostBreaker(clock, defaultHostBreaker, (change) => void changes.push(change));
  const exit = (count: number, sessions: number): void => {
    for (let index = 0; index < count; index += 1) breaker.exited(`s${index}`, sessions);
  };
  return { clock, changes, breaker, exit };
}

t.test('five sessions that end within a minute stop the starts for fifteen seconds', async (t) => {
  const { clock, changes, breaker, exit } = guarded();
  exit(4, 10);
  t.equal(breaker.admits('s0'), true);
  exit(5, 10);
  t.same(changes, [{ state: 'open', cause: '5 of 10 sessions ended within 60 s', pauseMs: 15_000 }]);
  t.equal(breaker.admits('s0'), false);
  clock.advance(14_999);
  t.equal(breaker.admits('s0'), false);
  clock.advance(1);
  t.equal(breaker.admits('s0'), true, 'one is tried');
  t.equal(breaker.admits('s0'), false, 'and one only');
});

t.test('five are no reason where they are less than three in ten', async (t) => {
  const { breaker, exit } = guarded();
  exit(5, 17);
  t.equal(breaker.state, 'closed');
  exit(6, 20);
  t.equal(breaker.state, 'open');
});

t.test('one session that ends again and again is no reason, nor are ends that are a minute apart', async (t) => {
  const { clock, breaker, exit } = guarded();
  for (let count = 0; count < 20; count += 1) breaker.exited('s0', 5);
  exit(4, 5);
  clock.advance(60_000);
  breaker.exited('s4', 5);
  t.equal(breaker.state, 'closed');
});

t.test('three launches that fail in a row stop the starts, unless all are of one session', async (t) => {
  const { breaker } = guarded();
  for (let count = 0; count < 5; count += 1) breaker.launched('s0', false);
  t.equal(breaker.state, 'closed');
  breaker.launched('s1', false);
  t.match(breaker, { state: 'open', cause: /3 launches/ });
});

t.test('a launch that succeeds between them begins the count anew', async (t) => {
  const { breaker } = guarded();
  for (const [sessionId, ok] of [
    ['a', false],
    ['b', false],
    ['c', true],
    ['a', false],
    ['b', false],
  ] as const)
    breaker.launched(sessionId, ok);
  t.equal(breaker.state, 'closed');
});

t.test('a probe that comes up lets the others follow, and the next pause is a short one again', async (t) => {
  const { clock, changes, breaker, exit } = guarded();
  exit(5, 5);
  clock.advance(15_000);
  breaker.admits('s0');
  breaker.started('s0');
  breaker.settled('s0');
  t.match(changes.at(-1), { state: 'closed', cause: null });
  t.equal(breaker.admits('s0'), true);
  exit(5, 5);
  t.equal(changes.at(-1)?.pauseMs, 15_000);
});

t.test('a probe that fails makes the pause longer, up to five minutes', async (t) => {
  const { clock, changes, breaker, exit } = guarded();
  exit(5, 5);
  for (let probe = 0; probe < 6; probe += 1) {
    clock.advance(300_000);
    t.equal(breaker.admits('s0'), true);
    breaker.exited('s0', 5);
    breaker.settled('s0');
  }
  const pauses = changes.filter(({ state }) => state === 'open').map(({ pauseMs }) => pauseMs / 1_000);
  t.same(pauses, [15, 30, 60, 120, 240, 300, 300]);
});

t.test("a person's start is the probe before the pause is over", async (t) => {
  const { breaker, exit } = guarded();
  t.equal(breaker.probes('s0'), false, 'nothing to probe');
  exit(5, 5);
  t.equal(breaker.probes('s0'), true);
  t.equal(breaker.probes('s0'), false, 'one is under way');
});

t.test('a probe that was given up leaves its place to the next start', async (t) => {
  const { clock, breaker, exit } = guarded();
  exit(5, 5);
  clock.advance(15_000);
  t.equal(breaker.admits('s0'), true);
  breaker.settled('s0');
  t.equal(breaker.state, 'open');
  t.equal(breaker.admits('s0'), true);
});

t.test('what happens while starts pause anyway makes the pause no longer', async (t) => {
  const { changes, breaker, exit } = guarded();
  exit(20, 20);
  breaker.started('s0');
  t.equal(changes.length, 1);
  t.equal(breaker.state, 'open');
});

t.test('what becomes of other starts while one is tried is no verdict on it', async (t) => {
  const { changes, breaker, exit } = guarded();
  exit(5, 5);
  t.equal(breaker.probes('tried'), true);
  breaker.exited('s1', 5);
  breaker.settled('s1');
  breaker.started('s2');
  breaker.settled('s2');
  t.equal(breaker.state, 'half_open', 'they began before the starts paused, or ran all the time');
  t.equal(breaker.admits('s3'), false);
  breaker.started('tried');
  t.match(changes.at(-1), { state: 'closed' });
});

t.test('many sessions that end while one is tried stop the starts again', async (t) => {
  const { changes, breaker, exit } = guarded();
  exit(5, 5);
  breaker.probes('tried');
  exit(5, 6);
  t.same(changes.at(-1), { state: 'open', cause: '5 of 6 sessions ended within 60 s', pauseMs: 30_000 });
});
