import type { Fault } from '../stage/fault.ts';
import { connectedAnew } from '../stage/run-fault.ts';

const droppedMs = 30_000;
const slowSyncMs = 10_000;

/** What WhatsApp's servers do. */
export const whatsappFaults: readonly Fault[] = [
  {
    name: 'WhatsApp drops every connection for 30 s',
    on: 'service',
    withinMs: droppedMs + 30_000,
    concernsAll: 'it happens to every session',
    make: async ({ lab }) => {
      lab.simulator.dropConnections(droppedMs);
      return undefined;
    },
    until: async (stage, hit) => {
      await connectedAnew(stage, hit);
      for (const id of [...stage.hitIds, ...stage.calmIds]) await stage.service.waitForStatus(id, 'connected');
    },
  },
  {
    // Taking the place back by itself would begin a fight between two browsers.
    name: 'another browser takes the account’s place (told as lost; then restarted by a person)',
    on: 'browser',
    withinMs: 60_000,
    make: async ({ lab }, { phone }) => {
      lab.simulator.conflict({ phone: phone ?? '' });
      return undefined;
    },
    until: async (stage, hit) => {
      const { service } = stage;
      await service.waitForSession(
        hit.sessionId,
        ({ state, reason }) => state === 'reconnecting' && /CONFLICT/.test(reason?.message ?? ''),
      );
      await service.command(hit.sessionId, 'restart');
      await connectedAnew(stage, hit);
    },
  },
  {
    name: 'the account is banned (told as unlinked; then linked anew)',
    on: 'browser',
    withinMs: 60_000,
    make: async (stage, { sessionId }) => {
      const phone = stage.phones.get(sessionId);
      phone?.ban();
      return async () => {
        phone?.unban();
        await stage.service.command(sessionId, 'start');
        if (phone !== undefined) await stage.lab.scan(stage.service, sessionId, phone);
        await stage.lab.waitForLinkOnDisk(sessionId);
      };
    },
    until: async ({ service }, { sessionId }) => {
      await service.waitForSession(sessionId, ({ state, reason }) => state === 'unlinked' && reason?.code === 'logged_out');
    },
  },
  {
    name: 'a sync that takes 10 s longer, at a restart',
    on: 'browser',
    withinMs: slowSyncMs + 30_000,
    make: async ({ lab, service }, { sessionId, phone }) => {
      const scope = { phone: phone ?? '' };
      lab.simulator.faults.set({ syncDelayMs: slowSyncMs }, scope);
      await service.command(sessionId, 'restart');
      return () => lab.simulator.faults.clear(scope);
    },
  },
];
