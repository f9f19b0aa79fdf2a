import { commandLineOf, processTree } from '../../support/process-tree.ts';
import type { Fault, Hit } from '../stage/fault.ts';
import type { Stage } from '../stage/stage.ts';

const restartMs = 30_000;
/** Two probes and the deadline of the second, then a start. */
const hangMs = 90_000;

/** What happens to the processes and the page of one session. */
export const browserFaults: readonly Fault[] = [
  killed('kill -9 of the worker', (stage, id) => stage.lab.processesOf(id).worker.pid, true),
  killed('kill -9 of the browser', (stage, id) => stage.lab.processesOf(id).browser.pid, true),
  killed('kill -9 of the page’s process', rendererOf, true),
  {
    name: 'chrome://crash',
    on: 'browser',
    withinMs: restartMs,
    hasMessages: true,
    make: async (stage, { sessionId }) => {
      // It never answers: its page is gone.
      await stage.withPageOf(sessionId, async (page) => Promise.race([page.goto('chrome://crash'), sleepMs(2_000)])).catch(() => undefined);
      return undefined;
    },
  },
  stopped('SIGSTOP of the worker', (stage, id) => stage.lab.processesOf(id).worker.pid),
  stopped('SIGSTOP of the browser', (stage, id) => stage.lab.processesOf(id).browser.pid),
  stopped('SIGSTOP of the page’s process', rendererOf),
  {
    name: 'a page that spins',
    on: 'browser',
    withinMs: hangMs,
    staggerMs: 5_000,
    hasMessages: true,
    make: async (stage, { phone }) => {
      stage.lab.simulator.hangPages(600_000, { phone: phone ?? '' });
      return undefined;
    },
  },
];

function killed(name: string, pidOf: (stage: Stage, sessionId: string) => number, isShort: boolean): Fault {
  return {
    name,
    on: 'browser',
    withinMs: restartMs,
    isShort,
    hasMessages: true,
    make: async (stage, { sessionId }) => {
      process.kill(pidOf(stage, sessionId), 'SIGKILL');
      return undefined;
    },
  };
}

function stopped(name: string, pidOf: (stage: Stage, sessionId: string) => number): Fault {
  return {
    name,
    on: 'browser',
    withinMs: hangMs,
    staggerMs: 5_000,
    hasMessages: true,
    make: async (stage: Stage, { sessionId }: Hit) => {
      process.kill(pidOf(stage, sessionId), 'SIGSTOP');
      return undefined;
    },
  };
}

function rendererOf(stage: Stage, sessionId: string): number {
  const tree = processTree(stage.lab.processesOf(sessionId).browser.pid);
  const renderer = tree.find(({ pid }) => commandLineOf(pid).includes('--type=renderer'));
  if (renderer === undefined) throw new Error(`${sessionId} has no page process.`);
  return renderer.pid;
}

async function sleepMs(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
