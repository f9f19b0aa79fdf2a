import t from 'tap';
import { SessionRecovery } from '@whatsapp-service/supervisor/sessions/session-recovery.ts';
import { defaultRestartPolicy, RestartPolicy } from '@whatsapp-service/supervisor/supervision/restart-policy.ts';

const crash = { code: 20, signal: null };

function recovery(): SessionRecovery {
  return new SessionRecovery(new RestartPolicy(defaultRestartPolicy, () => 1));
}

t.test('the longest connection of a run counts, not the last', async (t) => {
  const session = recovery();
  session.planAfter(crash, null, 1);
  session.connected(1);
  session.connectionEnded(120_001);
  session.connected(120_001);
  session.connectionEnded(120_011);
  t.match(session.planAfter(crash, null, 120_020), { action: 'retry', delayMs: 1_000 });
  t.match(session.planAfter(crash, null, 120_030), { action: 'retry', delayMs: 2_000 }, 'and only for its own run');
});

t.test('a worker that is killed while its session is connected was connected up to then', async (t) => {
  const session = recovery();
  for (let exit = 1; exit <= 6; exit += 1) session.planAfter(crash, null, exit);
  session.probed();
  session.connected(10);
  t.match(session.planAfter({ code: null, signal: 'SIGKILL' }, null, 120_010), { action: 'retry', delayMs: 1_000 }, 'the try had held');
  session.connectionEnded(200_000);
  t.match(session.planAfter(crash, null, 120_020), { action: 'retry', delayMs: 2_000 }, 'the state that is left after it counts nothing');
});

t.test('a session that was given up rests, and longer after a probe that failed', async (t) => {
  const session = recovery();
  t.equal(session.restMs, null);
  for (let exit = 1; exit <= 6; exit += 1) session.planAfter(crash, null, exit);
  t.equal(session.restMs, 15 * 60_000);
  session.probed();
  t.match(session.planAfter(crash, null, 7), { action: 'give_up', finalReason: { message: /try after the rest failed.*in 30 minutes/ } });
  t.equal(session.restMs, 30 * 60_000);
});

t.test('a session whose exit forbids a restart is not probed', async (t) => {
  const session = recovery();
  session.planAfter({ code: 10, signal: null }, null, 1);
  t.equal(session.restMs, null);
});

t.test("a person's start forgets all", async (t) => {
  const session = recovery();
  session.planAfter(crash, null, 1);
  session.connected(1);
  session.connectionEnded(120_001);
  session.forget();
  session.planAfter(crash, null, 2);
  t.match(session.planAfter(crash, null, 3), { action: 'retry', delayMs: 2_000 }, 'the connection before the start included');
});
