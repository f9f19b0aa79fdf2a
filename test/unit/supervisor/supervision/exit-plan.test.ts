import t from 'tap';
import { exitCodes } from '@whatsapp-service/shared/process/exit-codes.ts';
import { planAfterExit } from '@whatsapp-service/supervisor/supervision/exit-plan.ts';
import { defaultRestartPolicy, RestartPolicy } from '@whatsapp-service/supervisor/supervision/restart-policy.ts';

function plan(code: number | null, signal: string | null = null, detail: string | null = null) {
  return planAfterExit({ code, signal, detail, connectedForMs: 0 }, new RestartPolicy(defaultRestartPolicy, () => 1), 0);
}

t.test('each exit code has its consequence', async (t) => {
  t.match(plan(exitCodes.badInit), { action: 'give_up', finalReason: { code: 'bad_init' }, restMs: null });
  t.match(plan(exitCodes.loggedOut), { action: 'give_up', finalReason: { code: 'logged_out' }, restMs: null });
  t.match(plan(exitCodes.protocolTooOld), { action: 'retry', delayMs: 0 });
  t.match(plan(exitCodes.browserLost), { action: 'retry', delayMs: 1_000, reason: { code: 'browser_lost' } });
  t.match(plan(exitCodes.connectionLost), { action: 'retry', reason: { code: 'connection_lost' } });
  t.match(plan(exitCodes.startDeadline), { action: 'retry', reason: { code: 'start_deadline' } });
  t.match(plan(exitCodes.uncaught), { action: 'retry', reason: { code: 'worker_crashed' } });
  t.match(plan(exitCodes.orphaned), { action: 'retry', reason: { code: 'worker_crashed' } });
  t.match(plan(exitCodes.asked), { action: 'retry', reason: { code: 'worker_crashed' } }, 'nobody asked');
  t.match(plan(99), { action: 'retry', reason: { code: 'worker_crashed' } });
});

t.test('a signal that nobody here sent is noted as probably out of memory', async (t) => {
  t.match(plan(null, 'SIGKILL'), { action: 'retry', reason: { code: 'probably_out_of_memory' } });
});

t.test('a signal of our own is told with what it was for', async (t) => {
  const killed = (killedFor: 'silence' | 'start_deadline') =>
    planAfterExit(
      { code: null, signal: 'SIGKILL', detail: null, connectedForMs: 0, killedFor },
      new RestartPolicy(defaultRestartPolicy, () => 1),
      0,
    );
  t.match(killed('silence'), { action: 'retry', reason: { code: 'unresponsive', message: /no sign of life/ } });
  t.match(killed('start_deadline'), { action: 'retry', reason: { code: 'start_deadline', message: /over its deadline/ } });
});

t.test('a worker that never started is tried again', async (t) => {
  t.match(plan(null), { action: 'retry', delayMs: 1_000 });
});

t.test('too many exits end with a reason that names the last one', async (t) => {
  const policy = new RestartPolicy(defaultRestartPolicy, () => 0);
  const exits = [1, 2, 3, 4, 5, 6].map((now) => planAfterExit({ code: 21, signal: null, detail: null, connectedForMs: 0 }, policy, now));
  t.match(exits.at(-1), {
    action: 'give_up',
    finalReason: { code: 'too_many_restarts', message: /6 times.*in 15 minutes.*browser/ },
    restMs: 900_000,
  });
});

t.test('what the failed phase said stands in the reason', async (t) => {
  t.match(plan(exitCodes.startDeadline, null, 'net::ERR_NAME_NOT_RESOLVED').reason, {
    code: 'start_deadline',
    message: /22.*net::ERR_NAME_NOT_RESOLVED/,
  });
});
