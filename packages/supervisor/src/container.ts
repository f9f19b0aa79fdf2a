import type { EndMode } from '@whatsapp-service/shared/api/restart-view.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { FoundChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import { actorTools } from './actor-wiring.ts';
import { createBackups } from './backup-wiring.ts';
import { createAudit } from './audit-wiring.ts';
import type { ApiKeys } from './config/api-keys.ts';
import type { Settings } from './config/settings.ts';
import type { TlsFiles } from './config/tls-files.ts';
import type { DirectorySync } from './directory/directory-sync.ts';
import { createReconciler, createSync, embeddedStatus, notListed } from './directory-wiring.ts';
import type { EventLog } from './events/event-log.ts';
import { buildApp } from './http/app.ts';
import type { Services } from './http/services.ts';
import { JobPool } from './jobs/job-pool.ts';
import type { LogRing } from './log/log-ring.ts';
import { createKeys } from './keys-wiring.ts';
import { createOutbox } from './outbox-wiring.ts';
import { QuarantineJob } from './quarantine/quarantine-job.ts';
import { Quarantine } from './quarantine/quarantine.ts';
import { leadersOf, watchResources } from './resources-wiring.ts';
import type { SessionResources } from './resources-wiring.ts';
import { serviceMetrics } from './metrics-wiring.ts';
import { createAutoDownload, createMedia } from './media-wiring.ts';
import { restartDesk } from './restart-wiring.ts';
import type { RestorationStore } from './restore/restoration-store.ts';
import { StartQueue } from './restore/start-queue.ts';
import { ServiceStatus } from './service/service-status.ts';
import type { AuthStore } from './sessions/auth-store.ts';
import { BundleStore } from './sessions/bundle-store.ts';
import { explainWaiting } from './sessions/explain-waiting.ts';
import { SessionManager } from './sessions/session-manager.ts';
import type { SessionManagerOptions } from './sessions/session-manager.ts';
import { SessionRegistry } from './sessions/session-registry.ts';
import { SessionRenewal } from './sessions/session-renewal.ts';
import type { SelfRestore } from './sessions/self-restore.ts';
import { SessionRestorer } from './sessions/session-restorer.ts';
import { cpuPressureMeter, hostBreaker, hostHealth, startAdmission, startsPaused } from './start-queue-wiring.ts';
import type { Storage } from './storage/storage.ts';
import { openStorage } from './storage-wiring.ts';
import type { HostBreaker } from './supervision/host-breaker.ts';
import { profileUsers } from './workers/profile-users.ts';
import { socketPathOf } from './workers/socket-path.ts';
import { createWebhooks } from './webhooks-wiring.ts';
import type { WorkerLedger } from './workers/worker-ledger.ts';
import { WorkerListener } from './workers/worker-listener.ts';

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
  /** Where the status page's files lie. */
  readonly statusPageDir: string;
  /** Ends the service so that it is started again. */
  readonly onRestart: (mode: EndMode) => void;
  /** Undefined: HTTP without TLS. */
  readonly tls: TlsFiles | undefined;
}

export type Container = Awaited<ReturnType<typeof createContainer>>;

/** Makes every part of the supervisor and puts them together: the only place that knows all folders. */
export async function createContainer(options: ContainerOptions) {
  const { settings, logger } = options;
  const stored = openStorage(options);
  const { storage, facts, eventLog, restorations, ledger } = stored;
  const listener = workerListener(options);
  const breaker = hostBreaker(logger, eventLog);
  const pressure = cpuPressureMeter(() => [...leadersOf(registry).values()].flat());
  const isDiskUsable = (): boolean => storage.startFault === undefined;
  const queue = new StartQueue(settings.restoreConcurrency, startAdmission(logger, pressure, isDiskUsable), breaker);
  const host = hostHealth(breaker, () => registry);
  const quarantine = createQuarantine(options, ledger);
  const metrics = serviceMetrics({ later: () => ({ registry, resources, hooks, sending, backups }), queue, breaker, ...stored });
  eventLog.subscribe((event) => metrics.note(event));
  const epoch = facts.countUp('supervisor_epoch');
  const tools = actorTools(options, { ...stored, metrics, listener, queue, host, quarantine, fallback: () => backups.fallback, epoch });
  const registry = new SessionRegistry(tools);
  // Only now: a worker that dials before it is expected is refused, and ends.
  await listener.listen();
  storage.onLook(() => explainWaiting(registry.all(), storage.startFault));
  const resources = watchResources(settings, registry, logger);
  const sync = await createSync(options, facts);
  const restorer = createRestorer(options, { ...tools, registry, store: restorations });
  const renewal = new SessionRenewal({ registry, clock: systemClock, logger, codeVersion: options.codeVersion });
  const told = { ...stored, settings, clock: systemClock, logger, hasSession: (id: string) => registry.find(id) !== undefined };
  const hooks = createWebhooks({ ...told, version: options.versions.service });
  const files = createMedia({ ...options, storage }, (sessionId, file) => sending.needsFile(sessionId, file));
  const isDraining = (): boolean => status.isDraining();
  const managed = { ...stored, registry, auth: tools.auth, resources, isDraining, files, webhooks: hooks.ofSessions };
  const { manager, sending, autoDownload } = createManager(options, managed);
  const backups = createBackups(options, { ...stored, ...tools, registry, manager });
  const watched = { ...stored, backups, breaker, restorer, manager, registry, sync, sending, files, autoDownload, auth: tools.auth };
  const status: ServiceStatus = createStatus(options, watched);
  const quarantineJob = new QuarantineJob(quarantine, systemClock, settings.quarantineRetentionDays);
  const restart = restartDesk(options, { manager, restorations, webhooks: hooks.webhooks });
  const reconciler = createReconciler(options, watched, status);
  const kept = { ...files.ports, backups: backups.port, webhooks: hooks.webhooks, resources };
  const services = { sessions: manager, events: eventLog, service: status, ...sending.ports, ...kept, metrics, reconciler, restart };
  const { app, jobs } = await createHttp(options, services, stored);
  return { ...watched, app, hooks, jobs, listener, metrics, quarantineJob, queue, renewal, resources, status };
}

async function createHttp(options: ContainerOptions, ports: Omit<Services, 'keys' | 'audit'>, stored: ReturnType<typeof openStorage>) {
  const { apiKeys, logger, settings, versions, statusPageDir } = options;
  const jobs = new JobPool();
  const { managed, ring, signIns } = createKeys(apiKeys, stored);
  const services = { ...ports, keys: managed, audit: createAudit(options, stored.storage) };
  const app = await buildApp({
    services,
    http: settings.http,
    tls: options.tls,
    keys: ring,
    signIns,
    jobs,
    logger,
    statusPageDir,
    version: versions.service,
  });
  if (!app.hasRoute({ method: 'GET', url: '/' })) logger.warn('The status page was not built: run "npm run setup"');
  return { app, jobs };
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
  parts: { registry: SessionRegistry; eventLog: EventLog; selfRestore: SelfRestore; store: RestorationStore },
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
  readonly files: ReturnType<typeof createMedia>;
  readonly webhooks: SessionManagerOptions['webhooks'];
}

/** The sessions' manager, what sends messages through it, and what fetches their files. */
function createManager({ settings, logger }: ContainerOptions, parts: ManagerParts) {
  const { registry, auth, resources, storage, eventLog, isDraining, files, webhooks } = parts;
  const manager = new SessionManager({
    registry,
    auth,
    onRemoved: (sessionId) => {
      sending.forget(sessionId);
      files.forget(sessionId);
    },
    maxSessions: settings.maxSessions,
    webhooks,
    storageFault: () => storage.fault,
    bundles: new BundleStore(join(settings.dataDir, 'bundles')),
    screenshotDir: join(settings.dataDir, 'screenshots'),
    resourcesOf: (sessionId) => resources.of(sessionId),
    logger,
  });
  const createdMsOf = (sessionId: string): number => registry.get(sessionId).record.createdMs;
  const common = { settings, clock: systemClock, logger, storage, eventLog };
  const sending = createOutbox({ ...common, manager, isDraining, createdMsOf, onSettled: files.settled });
  const autoDownload = createAutoDownload({ settings, logger, storage, files, eventLog, manager });
  return { manager, sending, autoDownload };
}

function createQuarantine({ settings, logger }: ContainerOptions, ledger: WorkerLedger): Quarantine {
  const { authDir } = settings;
  const quarantine = new Quarantine({
    authDir,
    clock: systemClock,
    logger,
    usersOf: (sessionId) => profileUsers(ledger, authDir, sessionId),
  });
  quarantine.recover();
  return quarantine;
}

interface StatusParts {
  readonly sending: ReturnType<typeof createOutbox>;
  readonly eventLog: EventLog;
  readonly backups: ReturnType<typeof createBackups>;
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
  const { backups, sending, eventLog, storage, breaker, restorations, restorer, manager, registry, sync, auth } = parts;
  return new ServiceStatus({
    clock: systemClock,
    startedMs: options.startedMs,
    versions: options.versions,
    sandbox: options.settings.chromiumSandbox,
    logs: options.logs,
    restorations,
    sends: () => sending.queue(),
    eventLog: () => eventLog.size(),
    backups: () => backups.schedule(),
    storage: () => storage.info,
    degradations: () => [storage.degradation, startsPaused(breaker)].filter((each) => each !== undefined),
    progress: () => restorer.progress(),
    counts: () => manager.counts(),
    directory: () => sync?.status ?? embeddedStatus,
    notListed: () => notListed(auth, registry, sync),
  });
}
