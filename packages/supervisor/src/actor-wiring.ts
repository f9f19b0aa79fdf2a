import { getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { FoundChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import { mediaUrls } from '@whatsapp-service/shared/api/media-url.ts';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import type { Settings } from './config/settings.ts';
import type { EventLog } from './events/event-log.ts';
import type { MessageCursors } from './events/message-cursors.ts';
import { mediaRootOf } from './media-wiring.ts';
import type { ServiceMetrics } from './metrics/service-metrics.ts';
import type { Quarantine } from './quarantine/quarantine.ts';
import type { StartQueue } from './restore/start-queue.ts';
import type { ActorTools, HostHealth } from './sessions/actor-tools.ts';
import { AuthStore } from './sessions/auth-store.ts';
import { backfillAnswers } from './sessions/backfill-answers.ts';
import type { LastWords } from './sessions/last-words.ts';
import type { Fallback } from './sessions/self-restore.ts';
import { SelfRestore } from './sessions/self-restore.ts';
import { SessionRepository } from './sessions/session-repository.ts';
import { buildWorkerInit } from './sessions/worker-init-factory.ts';
import type { WorkerInitOptions } from './sessions/worker-init-factory.ts';
import { lastWordsDirOf } from './storage-wiring.ts';
import type { Storage } from './storage/storage.ts';
import { defaultRestartPolicy, RestartPolicy } from './supervision/restart-policy.ts';
import type { WorkerLedger } from './workers/worker-ledger.ts';
import type { WorkerListener } from './workers/worker-listener.ts';
import { ForkSpawner } from './workers/worker-spawner.ts';

interface ActorOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly browser: FoundChromium;
  readonly codeVersion: string;
  readonly workerEntry: string;
}

interface ActorParts {
  readonly metrics: ServiceMetrics;
  readonly storage: Storage;
  readonly eventLog: EventLog;
  readonly cursors: MessageCursors;
  readonly lastWords: LastWords;
  readonly ledger: WorkerLedger;
  readonly listener: WorkerListener;
  readonly queue: StartQueue;
  readonly host: HostHealth;
  readonly quarantine: Quarantine;
  /** Made only after the sessions. */
  readonly fallback: () => Fallback;
  readonly epoch: number;
}

/** What every session's actor is given. */
export function actorTools(options: ActorOptions, parts: ActorParts): ActorTools & { readonly selfRestore: SelfRestore } {
  const { settings, logger } = options;
  const { launchMs, navigateMs, stateKnownMs, authenticateMs } = settings.startDeadlines;
  const initOptions = workerInitOptions(options, parts.listener.path);
  const { cursors, metrics, storage } = parts;
  const { database, writes } = storage;
  return {
    clock: systemClock,
    logger,
    eventLog: parts.eventLog,
    cursors,
    withMediaUrl: mediaUrls(settings.http.basePath),
    backfill: (sessionId) => backfillAnswers(sessionId, { cursors, bounds: settings.backfill, clock: systemClock }),
    afterCommit: (callback) => writes.afterCommit(callback),
    ledger: parts.ledger,
    listener: parts.listener,
    queue: parts.queue,
    epoch: parts.epoch,
    codeVersion: options.codeVersion,
    host: parts.host,
    onReaped: (processes) => metrics.reaped(processes),
    takeInLastWords: (sessionId) => void parts.lastWords.takeIn(sessionId),
    onMeaningless: (state, event) => metrics.meaningless(state, event),
    repository: new SessionRepository(database, writes),
    selfRestore: new SelfRestore(parts.fallback, logger),
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

function workerInitOptions(options: ActorOptions, socketPath: string): WorkerInitOptions {
  const { settings, browser } = options;
  return {
    socketPath,
    authDir: settings.authDir,
    cacheDir: settings.cacheDir,
    bundleRoot: join(settings.dataDir, 'bundles'),
    screenshotDir: join(settings.dataDir, 'screenshots'),
    lastWordsDir: lastWordsDirOf(settings),
    mediaRoot: mediaRootOf(settings),
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
