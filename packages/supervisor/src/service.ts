import type { EndMode } from '@whatsapp-service/shared/api/restart-view.ts';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import { createContainer } from './container.ts';
import type { Container, ContainerOptions } from './container.ts';
import { bringBack } from './sessions/bring-back.ts';
import { runSteps } from './shutdown/run-steps.ts';
import { shutdownSteps } from './shutdown/shutdown-steps.ts';
import type { ShutdownParts } from './shutdown/shutdown-steps.ts';
import { reapOrphans } from './workers/reap-orphans.ts';

/** How the service ends; `holdMs` is what the workers wait for the next one, where that is not what they were started with. */
export interface ServiceEnd {
  readonly mode: EndMode;
  readonly holdMs?: number;
}

/** The service from the outside: it runs, it stops, and in need it is killed. */
export interface Service {
  /** Where HTTP listens. */
  readonly url: string;
  /** Ends in order, each step within its deadline; with "handover" the workers stay. Resolves to whether nothing overran. */
  stop(end: ServiceEnd): Promise<boolean>;
  /** Ends the sessions' processes at once. */
  kill(): void;
}

/** A little less than the step's deadline. */
const commandsAtMostMs = 9_000;
/** With what is under way then, less than the deadline of its shutdown step. After a handover the next supervisor delivers at once. */
const webhookDrainMs = 4_000;

const stoppedFact = 'service_stopped_ms';

/** Starts the service: HTTP listens first, the sessions come back behind it. */
export async function startService(options: ContainerOptions): Promise<Service> {
  const { settings, logger } = options;
  const container = await createContainer(options);
  await container.app.listen({
    host: settings.host,
    port: settings.port,
    listenTextResolver: (address) => `The service listens on ${address}${settings.http.basePath}`,
  });
  container.files.start();
  container.sending.start();
  container.autoDownload.start();
  container.backups.start();
  container.hooks.start(container.registry.all().map((actor) => actor.record));
  const restoring = bringSessionsBack(options, container).catch((error: unknown) => {
    logger.error({ err: error }, 'The restoration failed as a whole; start the sessions one by one');
    container.status.restored();
  });
  return {
    url: urlOf(settings, container.app.server.address()),
    stop: async (end) => {
      const faults = await runSteps(stepsOf(container, end), (name) => {
        logger.info(`Shutdown: ${name}`);
      });
      await restoring;
      for (const fault of faults) logger.error(`Shutdown: "${fault.name}" failed: ${fault.message}`);
      return faults.length === 0;
    },
    kill: () => {
      for (const actor of container.registry.all()) actor.kill();
    },
  };
}

async function bringSessionsBack(options: ContainerOptions, container: Container): Promise<void> {
  const { settings, logger, startedMs } = options;
  const { facts, lastWords, ledger, metrics, registry, renewal, restorer, status, sync } = container;
  const adopted = new Set(registry.adopted().map((actor) => actor.record.sessionId));
  if (adopted.size > 0) logger.info(`${adopted.size} workers of the earlier run are still there; they are taken over`);
  const reaped = await reapOrphans(ledger, settings.authDir, adopted);
  metrics.reaped(reaped);
  if (reaped > 0) logger.warn({ reaped }, 'Processes of an earlier run were still there; they were ended');
  // Before a session is started: what is told of the time before has the smaller numbers in the log.
  await lastWords.takeInAll((sessionId) => registry.find(sessionId) !== undefined);
  const stopped = facts.read(stoppedFact);
  facts.write(stoppedFact, null);
  if (status.isDraining()) return;
  await bringBack({
    registry,
    restorer,
    sync,
    clock: systemClock,
    logger,
    serviceStoppedMs: typeof stopped === 'number' ? stopped : null,
    serviceStartedMs: startedMs,
    onRestored: () => {
      status.restored();
      renewal.run().catch((error: unknown) => logger.error({ err: error }, 'Workers of older code could not be renewed'));
    },
  });
}

function stepsOf(container: Container, { mode, holdMs }: ServiceEnd) {
  const { app, facts, jobs, listener, manager, quarantineJob, queue, registry, renewal, resources, restorer, status, storage, sync } =
    container;
  const parts: ShutdownParts = {
    drain: () => status.drain(),
    cancelPending: () => {
      restorer.abandon();
      renewal.close();
      container.sending.end();
      container.autoDownload.close();
      container.backups.cancel();
      queue.clear();
      sync?.close();
    },
    closeStreams: () => app.endStreams(),
    sessions: registry.all().map((actor) => async () => actor.shutDown()),
    // What is not done by then is answered with what its caller can do; that is no fault of the shutdown.
    commandsDone: async () => Promise.race([manager.settled(), sleep(commandsAtMostMs)]),
    handovers: registry.all().map((actor) => async () => actor.handOver(holdMs)),
    recordEnd: () => {
      facts.write(stoppedFact, systemClock.now());
    },
    closeWebhooks: async () => container.hooks.close(mode === 'full' ? webhookDrainMs : 0),
    // A backup may take minutes: whoever waits for one is answered, or HTTP would not close in time.
    closeHttp: async () => void (await Promise.all([app.close().finally(container.files.close), container.backups.close()])),
    closeWorkers: async () => {
      resources.close();
      storage.stopWatching();
      quarantineJob.close();
      // Only what overran its deadline is still there.
      if (mode === 'full') for (const actor of registry.all()) actor.kill();
      await listener.close();
    },
    closeJobs: async () => jobs.close(),
    closeDatabase: () => storage.close(),
  };
  return shutdownSteps(parts, mode);
}

function urlOf({ host, http }: ContainerOptions['settings'], address: AddressInfo | string | null): string {
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `${http.tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}${http.basePath}`;
}
