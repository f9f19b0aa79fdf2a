import t from 'tap';
import { PageMonitor } from '@whatsapp-service/worker/health/page-monitor.ts';

interface Script {
  readonly answers: (() => Promise<string | null>)[];
  readonly hungAfterMs?: number;
}

/** Runs a monitor over scripted answers; the last one repeats. */
function monitored({ answers, hungAfterMs = 0 }: Script) {
  const states: (string | null)[] = [];
  let probes = 0;
  let settle: (detail: string) => void = () => undefined;
  const hung = new Promise<string>((resolve) => {
    settle = resolve;
  });
  let settleEnough: () => void = () => undefined;
  const enough = new Promise<void>((resolve) => {
    settleEnough = resolve;
  });
  const monitor = new PageMonitor({
    probe: async () => {
      const answer = answers[Math.min(probes, answers.length - 1)];
      probes += 1;
      if (probes > answers.length) settleEnough();
      return answer === undefined ? null : answer();
    },
    intervalMs: () => 5,
    timeoutMs: 20,
    hungAfterMs,
    onState: (state) => states.push(state),
    onHung: settle,
  });
  t.teardown(() => {
    monitor.stop();
  });
  return { enough, hung, monitor, states, probes: () => probes };
}

const never = (): Promise<never> => new Promise(() => undefined);
const fails = async (): Promise<never> => {
  throw new Error('detached');
};
const connected = async (): Promise<string> => 'CONNECTED';

await t.test('three misses in a row are a page that hangs, whether it is silent or fails', async (t) => {
  const { hung, monitor, probes } = monitored({ answers: [connected, never, fails, never] });
  monitor.start();
  t.match(await hung, /did not answer 3 probes in \d+ ms/);
  t.equal(probes(), 4);
  await new Promise((resolve) => setTimeout(resolve, 30));
  t.equal(probes(), 4, 'it asks no more');
});

await t.test('an answer in between begins the count anew', async (t) => {
  const { enough, monitor, states } = monitored({ answers: [never, fails, connected, fails, fails, connected] });
  monitor.start();
  await enough;
  t.ok(states.length >= 2);
  monitor.stop();
});

await t.test('misses within less than the given time are not enough', async (t) => {
  const startedAtMs = Date.now();
  const { hung, monitor } = monitored({ answers: [fails], hungAfterMs: 120 });
  monitor.start();
  await hung;
  t.ok(Date.now() - startedAtMs >= 120);
});

await t.test('a monitor that was stopped says nothing, not even of an answer under way', async (t) => {
  let answer: (state: string) => void = () => undefined;
  const { monitor, states, probes } = monitored({
    answers: [
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    ],
  });
  monitor.start();
  monitor.start();
  while (probes() === 0) await new Promise(setImmediate);
  monitor.stop();
  answer('CONNECTED');
  await new Promise((resolve) => setTimeout(resolve, 30));
  t.same(states, []);
  t.equal(probes(), 1);
});
