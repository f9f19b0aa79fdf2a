import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { answerStatus, answerWith, ListServer } from '../../support/list-server.ts';
import type { Fault } from '../stage/fault.ts';
import { connectedAnew } from '../stage/run-fault.ts';
import type { Stage } from '../stage/stage.ts';

const wholeService = { on: 'service', concernsAll: 'the service itself ends' } as const;
const grace = { HANDOVER_GRACE_SECONDS: '30' };
const allConnected = async (stage: Stage): Promise<void> => {
  for (const id of [...stage.hitIds, ...stage.calmIds]) await stage.service.waitForStatus(id, 'connected', 120_000);
};

/** As many start at once in the fault as in the restoration that it is compared with. */
export const sessionsOfTheStorm = 40;

/** What happens to the service as a whole. */
export const serviceFaults: readonly Fault[] = [
  {
    name: 'its socket file is deleted, and a worker is killed',
    on: 'browser',
    withinMs: 30_000,
    isShort: true,
    hasMessages: true,
    make: async ({ lab }, { sessionId }) => {
      rmSync(join(lab.dataDir, 'run', 'supervisor.sock'));
      process.kill(lab.processesOf(sessionId).worker.pid, 'SIGKILL');
      return undefined;
    },
  },
  {
    name: 'its clock jumps by three days, and a worker is killed',
    on: 'browser',
    withinMs: 30_000,
    isShort: true,
    make: async ({ lab, service }, { sessionId }) => {
      await service.ask({ jumpMs: 3 * 86_400_000 });
      process.kill(lab.processesOf(sessionId).worker.pid, 'SIGKILL');
      return async () => void (await service.ask({ jumpMs: 0 }));
    },
    until: async (stage, hit) => {
      await connectedAnew(stage, hit);
      // Time for a heartbeat to be judged by the wrong clock.
      await delay(6_000);
    },
  },
  {
    name: `200 start requests at once, for ${sessionsOfTheStorm} sessions`,
    on: 'service',
    withinMs: 90_000,
    isShort: true,
    startsMany: true,
    make: async (stage) => {
      const ids = await stage.addFixtures('behaves', sessionsOfTheStorm);
      const starts = Array.from({ length: 200 }, async (_, n) => stage.service.command(ids[n % ids.length] ?? '', 'start'));
      await Promise.all(starts);
      for (const id of ids) await stage.service.waitForStatus(id, 'connected', 120_000);
      return async () => stage.remove(ids);
    },
    until: async () => undefined,
  },
  {
    ...wholeService,
    name: 'kill -9 of the supervisor, started again at once',
    withinMs: 60_000,
    make: async (stage) => {
      await stage.service.stop('SIGKILL');
      await stage.startService();
      return undefined;
    },
    until: allConnected,
  },
  {
    ...wholeService,
    name: 'kill -9 of the supervisor, not started again: everything ends by itself',
    withinMs: 30_000,
    make: async (stage) => {
      await stage.service.stop('SIGKILL');
      return async () => {
        await stage.startService();
        await allConnected(stage);
      };
    },
    until: async ({ lab }) => {
      const left = await lab.leftOver(30_000);
      if (left.length > 0) throw new Error(`${left.length} processes are left`);
    },
  },
  {
    name: 'kill -9 of the supervisor with a grace of 30 s, started again: the sessions are taken over',
    on: 'service',
    withinMs: 30_000,
    concernsAll: 'no connection to WhatsApp is closed',
    make: async (stage) => {
      // Its workers are told their grace when they start.
      await stage.service.stop();
      await stage.startService(grace);
      await allConnected(stage);
      const connects = stage.connects();
      await stage.service.stop('SIGKILL');
      await stage.startService(grace);
      await allConnected(stage);
      if (stage.connects() !== connects) throw new Error('a session logged in anew');
      return async () => {
        await stage.service.stop('SIGQUIT');
        await stage.startService();
        await allConnected(stage);
      };
    },
    until: async () => undefined,
  },
  {
    ...wholeService,
    name: 'SIGTERM during the restoration',
    withinMs: 60_000,
    make: async (stage) => {
      await stage.service.stop();
      const code = await (await stage.startService()).stop();
      if (code !== 0) throw new Error(`it ended with code ${code}`);
      await noProcessLeft(stage);
      await stage.startService();
      return undefined;
    },
    until: allConnected,
  },
  {
    ...wholeService,
    name: 'a second SIGTERM during the shutdown',
    withinMs: 60_000,
    make: async (stage) => {
      stage.service.signal('SIGTERM');
      await delay(50);
      stage.service.signal('SIGTERM');
      await stage.service.exited;
      await noProcessLeft(stage);
      await stage.startService();
      return undefined;
    },
    until: allConnected,
  },
  {
    ...wholeService,
    name: 'a Django that flaps during the restoration: 503, silence, an empty list, its list',
    withinMs: 90_000,
    make: async (stage) => {
      await stage.service.stop();
      const ids = [...stage.hitIds, ...stage.calmIds];
      const answers = [answerWith(ids), answerStatus(503), () => undefined, answerWith([]), answerWith(ids)] as const;
      let asked = 0;
      const list = await ListServer.start((request, response) => {
        answers[Math.min(asked, answers.length - 1)]?.(request, response);
        asked += 1;
      });
      const env = { ...list.env, DJANGO_TIMEOUT_MS: '500' };
      // Once with a list, so that there is a last one to go back to.
      await (await stage.startService(env)).waitForReady();
      await stage.service.stop();
      await stage.startService(env);
      return async () => {
        await stage.service.stop();
        await list.close();
        await stage.startService();
        await allConnected(stage);
      };
    },
    until: async (stage) => {
      await allConnected(stage);
      const deadline = performance.now() + 30_000;
      while (!(await stage.service.info()).directory.reachable && performance.now() < deadline) await delay(200);
      await delay(2_000);
      await allConnected(stage);
    },
  },
];

async function noProcessLeft({ lab }: Stage): Promise<void> {
  const left = await lab.leftOver(10_000);
  if (left.length > 0) throw new Error(`${left.length} processes are left`);
}
