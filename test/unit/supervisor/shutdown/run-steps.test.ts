import t from 'tap';
import { runSteps } from '@whatsapp-service/supervisor/shutdown/run-steps.ts';
import { shutdownSteps, type ShutdownParts } from '@whatsapp-service/supervisor/shutdown/shutdown-steps.ts';

t.test('a step that fails and one that hangs are named, and the rest still runs', async (t) => {
  const order: string[] = [];
  const faults = await runSteps(
    [
      { name: 'good', deadlineMs: 1_000, run: () => void order.push('good ran') },
      {
        name: 'bad',
        deadlineMs: 1_000,
        run: () => {
          throw new Error('broken');
        },
      },
      { name: 'hangs', deadlineMs: 20, run: async () => new Promise(() => undefined) },
      { name: 'last', deadlineMs: 1_000, run: () => void order.push('last ran') },
    ],
    (name) => order.push(name),
  );
  t.same(order, ['good', 'good ran', 'bad', 'hangs', 'last', 'last ran']);
  t.match(faults, [
    { name: 'bad', message: 'broken' },
    { name: 'hangs', message: /"hangs" took longer than its deadline of 20 ms/ },
  ]);
});

t.test('the deadlines of the shutdown stay below what process managers are told to wait', async (t) => {
  for (const mode of ['full', 'handover'] as const) {
    const steps = shutdownSteps(partsWith([]), mode);
    const sumMs = steps.reduce((sum, step) => sum + step.deadlineMs, 0);
    t.ok(sumMs <= 65_000, `${mode}: ${sumMs} ms`);
  }
});

t.test('so many sessions are ended at once, and one that fails does not keep the others up', async (t) => {
  let running = 0;
  let most = 0;
  const ended: number[] = [];
  const sessions = Array.from({ length: 20 }, (_unused, index) => async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
    if (index === 3) throw new Error('stuck');
    ended.push(index);
  });
  const steps = shutdownSteps(partsWith(sessions), 'full');
  await runSteps(steps, () => undefined);
  t.equal(most, 8);
  t.equal(ended.length, 19);
});

function partsWith(sessions: readonly (() => Promise<void>)[]): ShutdownParts {
  const atOnce = (): void => undefined;
  const later = async (): Promise<void> => undefined;
  return {
    drain: atOnce,
    cancelPending: atOnce,
    closeStreams: atOnce,
    sessions,
    commandsDone: later,
    handovers: [],
    recordEnd: atOnce,
    closeWebhooks: later,
    closeHttp: later,
    closeWorkers: later,
    closeJobs: later,
    closeDatabase: atOnce,
  };
}
