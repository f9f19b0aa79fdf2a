import type { EndMode } from '@whatsapp-service/shared/api/restart-view.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import { getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { FoundChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import type { ApiKeys } from './config/api-keys.ts';
import type { Settings } from './config/settings.ts';
import type { DirectorySync } from './directory/directory-sync.ts';
import { createSync, embeddedStatus, notListed } from './directory-wiring.ts';
import { EventLog } from './events/event-log.ts';
import { MessageCursors } from './events/message-cursors.ts';
import { buildApp } from './http/app.ts';
import type { Services } from './http/services.ts';
import { JobPool } from './jobs/job-pool.ts';
import type { LogRing } from './log/log-ring.ts';
import { createOutbox } from './outbox-wiring.ts';
import { QuarantineJob } from './quarantine/quarantine-job.ts';
import { Quarantine } from './quarantine/quarantine.ts';
import { leadersOf, watchResources } from './resources-wiring.ts';
import type { SessionResources } from './resources-wiring.ts';
import { serviceMetrics } from './metrics-wiring.ts';
import type { ServiceMetrics } from './metrics/service-metrics.ts';
import { restartDesk } from './restart-wiring.ts';
import { RestorationStore } from './restore/restoration-store.ts';
import { StartQueue } from './restore/start-queue.ts';
import { ServiceStatus } from './service/service-status.ts';
import { AuthStore } from './sessions/auth-store.ts';
import type { ActorTools, HostHealth } from './sessions/actor-tools.ts';
import { backfillAnswers } from './sessions/backfill-answers.ts';
import { BundleStore } from './sessions/bundle-store.ts';
import { explainWaiting } from './sessions/explain-waiting.ts';
import { SessionManager } from './sessions/session-manager.ts';
import type { SessionManagerOptions } from './sessions/session-manager.ts';
import { SessionRegistry } from './sessions/session-registry.ts';
import { SessionRenewal } from './sessions/session-renewal.ts';
import { SessionRepository } from './sessions/session-repository.ts';
import { SessionRestorer } from './sessions/session-restorer.ts';
import { buildWorkerInit } from './sessions/worker-init-factory.ts';
import type { WorkerInitOptions } from './sessions/worker-init-factory.ts';
import { FactStore } from './storage/fact-store.ts';
import { cpuPressureMeter, hostBreaker, hostHealth, startAdmission, startsPaused } from './start-queue-wiring.ts';
import { Storage } from './storage/storage.ts';
import type { HostBreaker } from './supervision/host-breaker.ts';
import { defaultRestartPolicy, RestartPolicy } from './supervision/restart-policy.ts';
import { profileUsers } from './workers/profile-users.ts';
import { socketPathOf } from './workers/socket-path.ts';
import { createWebhooks } from './webhooks-wiring.ts';
import { WorkerLedger } from './workers/worker-ledger.ts';
import { WorkerListener } from './workers/worker-listener.ts';
import { ForkSpawner } from './workers/worker-spawner.ts';

export interface ContainerOptions {
  readonly settings: Settings;
  readonly apiKeys: ApiKeys;
  readonly logger: Logger;
  readonly logs: LogRing;
  readonly browser: FoundChromium;
  readonly versions: ServiceInfo['versions'];
  readonly startedMs: number;
  /** The code that workers are started from. */
  readonly codeVersion: string;
  readonly workerEntry: string;
  readonly tempDir: string;
  /** Ends the service so that it is started again. */
  readonly onRestart: (mode: EndMode) => void;
}

export type Container = Awaited<ReturnType<typeof createContainer>>;

/** Makes every part of the supervisor and puts them together: the only place that knows all folders. */
export async function createContainer(options: ContainerOptions) {
  const { settings, logger } = options;
  const { storage, facts, eventLog, restorations, ledger } = openStorage(options);
  const listener = workerListener(options);
  const breaker = hostBreaker(logger, eventLog);
  const pressure = cpuPressureMeter(() => [...leadersOf(registry).values()].flat());
  const isDiskUsable = (): boolean => storage.startFault === undefined;
  const queue = new StartQueue(settings.restoreConcurrency, startAdmission(logger, pressure, isDiskUsable), breaker);
  const host = hostHealth(breaker, () => registry);
  const quarantine = createQuarantine(options, ledger);
  const metrics = serviceMetrics({ later: () => ({ registry, resources, hooks }), queue, breaker, restorations });
  eventLog.subscribe((event) => metrics.note(event));
  const epoch = facts.countUp('supervisor_epoch');
  const tools = createActorTools(options, { storage, metrics, eventLog, ledger, listener, queue, host, quarantine, epoch });
  const registry = new SessionRegistry(tools);
  // Only now: a worker that dials before it is expected is refused, and ends.
  await listener.listen();
  storage.onLook(() => explainWaiting(registry.all(), storage.startFault));
  const resources = watchResources(settings, registry, logger);
  const sync = await createSync(options, facts);
  const restorer = createRestorer(options, { registry, eventLog, store: restorations });
  const renewal = new SessionRenewal({ registry, clock: systemClock, logger, codeVersion: options.codeVersion });
  const hasSession = (sessionId: string): boolean => registry.find(sessionId) !== undefined;
  const told = { settings, clock: systemClock, logger, storage, eventLog, facts, hasSession };
  const hooks = createWebhooks({ ...told, version: options.versions.service });
  const isDraining = (): boolean => status.isDraining();
  const managed = { registry, auth: tools.auth, resources, storage, eventLog, isDraining, webhooks: hooks.ofSessions };
  const { manager, sending } = createManager(options, managed);
  const watched = { storage, breaker, restorations, restorer, manager, registry, sync, auth: tools.auth };
  const status: ServiceStatus = createStatus(options, watched);
  const quarantineJob = new QuarantineJob(quarantine, systemClock, settings.quarantineRetentionDays);
  const { webhooks } = hooks;
  const restart = restartDesk(options, { manager, restorations, webhooks });
  const services = { sessions: manager, outbox: sending.outbox, events: eventLog, service: status, metrics, restart, webhooks };
  const { app, jobs } = await createHttp(options, services);
  return { ...watched, app, facts, hooks, jobs, ledger, listener, quarantineJob, queue, renewal, resources, sending, status };
}

async function createHttp({ apiKeys, logger, versions }: ContainerOptions, services: Services) {
  const jobs = new JobPool();
  const app = await buildApp({ services, apiKeys, jobs, logger, version: versions.service });
  return { app, jobs };
}

function openStorage({ settings, logger }: ContainerOptions) {
  const { authDir: AUTH_DIR, cacheDir: CACHE_DIR, dataDir: DATA_DIR } = settings;
  const storage = new Storage({ folders: { AUTH_DIR, CACHE_DIR, DATA_DIR }, clock: systemClock, logger });
  const { database, writes } = storage;
  return {
    storage,
    facts: new FactStore(database, writes),
    eventLog: new EventLog(database, systemClock, writes),
    restorations: new RestorationStore(database, writes),
    ledger: new WorkerLedger(join(DATA_DIR, 'workers'), writes),
  };
}

function workerListener({ settings, tempDir, logger }: ContainerOptions): WorkerListener {
  const path = socketPathOf(settings.dataDir, tempDir, process.getuid?.() ?? 0);
  return new WorkerListener(
    path,
    (error) => {
      logger.warn({ err: error }, 'A worker broke the protocol');
    },
    () => {
      logger.warn(`The workers' socket ${path} was gone; it is there again`);
    },
  );
}

function createRestorer(
  { settings, logger }: ContainerOptions,
  parts: { registry: SessionRegistry; eventLog: EventLog; store: RestorationStore },
): SessionRestorer {
  return new SessionRestorer({ ...parts, clock: systemClock, logger, maxSessions: settings.maxSessions });
}

interface ManagerParts {
  readonly registry: SessionRegistry;
  readonly auth: AuthStore;
  readonly resources: SessionResources;
  readonly storage: Storage;
  readonly eventLog: EventLog;
  readonly isDraining: () => boolean;
  readonly webhooks: SessionManagerOptions['webhooks'];
}

/** The sessions' manager, and what sends messages through it. */
function createManager({ settings, logger }: ContainerOptions, parts: ManagerParts) {
  const { registry, auth, resources, storage, eventLog, isDraining, webhooks } = parts;
  const manager = new SessionManager({
    registry,
    auth,
    onRemoved: (sessionId) => sending.forget(sessionId),
    maxSessions: settings.maxSessions,
    webhooks,
    storageFault: () => storage.fault,
    bundles: new BundleStore(join(settings.dataDir, 'bundles')),
    screenshotDir: screenshotDirOf(settings),
    resourcesOf: (sessionId) => resources.of(sessionId),
    logger,
  });
  const onSettled = (): void => undefined;
  const sending = createOutbox({ settings, clock: systemClock, logger, storage, eventLog, manager, isDraining, onSettled });
  return { manager, sending };
}

function createQuarantine({ settings, logger }: ContainerOptions, ledger: WorkerLedger): Quarantine {
  const { authDir } = settings;
  return new Quarantine({ authDir, clock: systemClock, logger, usersOf: (sessionId) => profileUsers(ledger, authDir, sessionId) });
}

interface StatusParts {
  readonly storage: Storage;
  readonly breaker: HostBreaker;
  readonly restorations: RestorationStore;
  readonly restorer: SessionRestorer;
  readonly manager: SessionManager;
  readonly registry: SessionRegistry;
  readonly sync: DirectorySync | undefined;
  readonly auth: AuthStore;
}

function createStatus(options: ContainerOptions, parts: StatusParts): ServiceStatus {
  const { storage, breaker, restorations, restorer, manager, registry, sync, auth } = parts;
  return new ServiceStatus({
    clock: systemClock,
    startedMs: options.startedMs,
    versions: options.versions,
    sandbox: options.settings.chromiumSandbox,
    logs: options.logs,
    restorations,
    storage: () => storage.info,
    degradations: () => [storage.degradation, startsPaused(breaker)].filter((each) => each !== undefined),
    progress: () => restorer.progress(),
    counts: () => manager.counts(),
    directory: () => sync?.status ?? embeddedStatus,
    notListed: () => notListed(auth, registry, sync),
  });
}

interface ActorParts {
  readonly metrics: ServiceMetrics;
  readonly storage: Storage;
  readonly eventLog: EventLog;
  readonly ledger: WorkerLedger;
  readonly listener: WorkerListener;
  readonly queue: StartQueue;
  readonly host: HostHealth;
  readonly quarantine: Quarantine;
  readonly epoch: number;
}

function createActorTools(options: ContainerOptions, parts: ActorParts): ActorTools {
  const { settings, logger } = options;
  const { launchMs, navigateMs, stateKnownMs, authenticateMs } = settings.startDeadlines;
  const initOptions = workerInitOptions(options, parts.listener.path);
  const { database, writes } = parts.storage;
  const cursors = new MessageCursors(database, writes);
  return {
    clock: systemClock,
    logger,
    eventLog: parts.eventLog,
    cursors,
    backfill: (sessionId) => backfillAnswers(sessionId, { cursors, bounds: settings.backfill, clock: systemClock }),
    afterCommit: (callback) => writes.afterCommit(callback),
    ledger: parts.ledger,
    listener: parts.listener,
    queue: parts.queue,
    epoch: parts.epoch,
    codeVersion: options.codeVersion,
    host: parts.host,
    onReaped: (processes) => {
      parts.metrics.reaped(processes);
    },
    onMeaningless: (state, event) => {
      parts.metrics.meaningless(state, event);
    },
    repository: new SessionRepository(database, writes),
    auth: new AuthStore(settings.authDir, parts.quarantine),
    spawner: new ForkSpawner({
      entry: options.workerEntry,
      logDir: join(settings.dataDir, 'logs', 'workers'),
      compileCacheDir: getCompileCacheDir() ?? join(settings.cacheDir, 'node'),
      workingDir: join(settings.cacheDir, 'worker'),
      env: process.env,
    }),
    newRestartPolicy: () => new RestartPolicy(defaultRestartPolicy, Math.random),
    buildInit: (record, mode) => buildWorkerInit(initOptions, record, mode),
    // The worker's own deadlines come first; this one is for a worker that does not keep them.
    slotDeadlineMs: launchMs + navigateMs + stateKnownMs + authenticateMs + 60_000,
  };
}

function workerInitOptions(options: ContainerOptions, socketPath: string): WorkerInitOptions {
  const { settings, browser } = options;
  return {
    socketPath,
    authDir: settings.authDir,
    cacheDir: settings.cacheDir,
    bundleRoot: join(settings.dataDir, 'bundles'),
    screenshotDir: screenshotDirOf(settings),
    mediaRoot: join(settings.dataDir, 'media'),
    tempRoot: join(settings.cacheDir, 'tmp'),
    browser: {
      path: browser.path,
      kind: browser.kind,
      sandbox: settings.chromiumSandbox,
      extraArgs: [...settings.chromiumArgs],
    },
    deadlines: settings.startDeadlines,
    handoverGraceMs: settings.handoverGraceMs,
    logLevel: settings.logLevel,
  };
}

function screenshotDirOf(settings: Settings): string {
  return join(settings.dataDir, 'screenshots');
}
