import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import type { Fault } from '../stage/fault.ts';
import type { Stage } from '../stage/stage.ts';

/** Disks that are full; only where disks of their own could be mounted. */
export const diskFaults: readonly Fault[] = [
  {
    name: 'the data folder’s disk is full, and a worker is killed',
    on: 'browser',
    withinMs: 30_000,
    isShort: true,
    hasMessages: true,
    // What cannot be written down could go out twice.
    refusal: 'SUP_STORAGE_UNAVAILABLE',
    make: async (stage, { sessionId }) => {
      stage.disks[0]?.fill();
      await storageIs(stage, 'unavailable');
      process.kill(stage.lab.processesOf(sessionId).worker.pid, 'SIGKILL');
      return async () => {
        stage.disks[0]?.free();
        await storageIs(stage, 'ok');
      };
    },
    // Not from the event log: that is written when there is room again.
    until: async ({ service }, { sessionId }) => {
      await service.waitForSession(sessionId, ({ status }) => status !== 'connected');
      await service.waitForStatus(sessionId, 'connected');
    },
  },
  {
    name: 'the auth folder’s disk is full for 5 s, at a restart',
    on: 'browser',
    withinMs: 60_000,
    make: async (stage, { sessionId }) => {
      stage.disks[1]?.fill();
      await storageIs(stage, 'unavailable');
      await stage.service.command(sessionId, 'restart');
      await stage.service.waitForSession(sessionId, ({ reason }) => reason?.code === 'storage_unavailable');
      await delay(5_000);
      stage.disks[1]?.free();
      return async () => storageIs(stage, 'ok');
    },
    until: async ({ service }, { sessionId }) => void (await service.waitForStatus(sessionId, 'connected')),
  },
];

async function storageIs(stage: Stage, status: 'ok' | 'unavailable'): Promise<void> {
  await until(`the storage is ${status}`, async () => (await stage.service.info()).storage.status === status, 30_000);
}
