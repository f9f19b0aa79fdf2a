import type { EndMode } from '@whatsapp-service/shared/api/restart-view.ts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { freshBundle } from '@whatsapp-service/shared/bundle/fresh-bundle.mjs';
import { loadApiKeys } from './config/api-keys.ts';
import { findBrowser } from './config/find-browser.ts';
import { prepareFolders } from './config/prepare-folders.ts';
import { projectRoot } from './config/project-root.ts';
import { loadSettings } from './config/settings.ts';
import type { Settings } from './config/settings.ts';
import { readTlsFiles } from './config/tls-files.ts';
import { createLogger } from './log/create-logger.ts';
import { LogRing } from './log/log-ring.ts';
import { startService } from './service.ts';
import type { Service } from './service.ts';
import { serviceVersions } from './service/service-versions.ts';
import type { ProcessHost } from './end-in-order.ts';
import { endInOrder } from './end-in-order.ts';
import { lockDataFolder } from './storage/data-folder-lock.ts';
import { workerCodeVersion } from './workers/code-version.ts';

const keptLogLines = 5_000;

/** Runs the service in this process until a signal or a restart ends it. */
export async function runSupervisor(host: ProcessHost): Promise<void> {
  const startedMs = Math.round(Date.now() - process.uptime() * 1_000);
  try {
    const settings = loadSettings(process.env, { rootDir: projectRoot });
    prepareFolders(settings);
    const lock = await lockDataFolder(settings.dataDir, (text) => process.stderr.write(`${text}\n`));
    const logs = new LogRing(keptLogLines);
    const logger = createLogger(settings.logLevel, settings.logPretty, logs);
    let restart: (mode: EndMode) => void = () => undefined;
    const service = start(settings, logger, logs, startedMs, { onRestart: (mode) => restart(mode), otherWorker: host.workerEntry });
    // Before it runs: a worker that is started while nobody listens to signals would outlive a SIGTERM.
    restart = endInOrder({ host, service, settings, logger, lock });
    await service;
    // pm2 counts the process as online from here (wait_ready).
    process.send?.('ready');
  } catch (error) {
    // The logger may not exist yet, and the one sentence is all that the operator needs.
    process.stderr.write(`The service does not start. ${sentenceOf(error)}\n`);
    host.exit(1);
  }
}

async function start(
  settings: Settings,
  logger: Logger,
  logs: LogRing,
  startedMs: number,
  { onRestart, otherWorker }: { onRestart: (mode: EndMode) => void; otherWorker: string | undefined },
): Promise<Service> {
  const tls = settings.http.tls === undefined ? undefined : readTlsFiles(settings.http.tls);
  const browser = findBrowser(settings);
  const workerEntry = otherWorker ?? freshBundle(projectRoot, 'worker') ?? join(projectRoot, 'packages/worker/src/main.ts');
  const apiKeys = await loadApiKeys(settings, logger);
  const versions = serviceVersions(workerEntry, browser);
  const tempDir = tmpdir();
  const service = await startService({
    settings,
    apiKeys,
    logger,
    logs,
    browser,
    versions,
    startedMs,
    codeVersion: workerCodeVersion(projectRoot, versions.service),
    workerEntry,
    tempDir,
    statusPageDir: join(projectRoot, 'packages/dashboard/dist'),
    onRestart,
    tls,
  });
  if (!settings.chromiumSandbox) {
    logger.warn('The browsers run without Chromium’s sandbox: run the service as a user other than root');
  }
  if (apiKeys.shownOnce !== undefined) showKey(service.url, apiKeys.shownOnce, join(settings.dataDir, 'api-key'));
  return service;
}

/** pm2, systemd and the runtimes of containers keep what is written for others to read: there the key stays in its file. */
function showKey(url: string, key: string, file: string): void {
  const isKept = ['pm_id', 'INVOCATION_ID', 'container', 'KUBERNETES_SERVICE_HOST'].some((name) => process.env[name] !== undefined);
  const lines = isKept
    ? ['An API key was made; it is in', `  ${file}`]
    : [`  URL      ${url}`, `  API key  ${key}`, `  It is shown this once, and kept in ${file}.`];
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (errorCodeOf(error) === 'EADDRINUSE') {
    return `HOST and PORT are in use by another program (${error.message}); stop it, or set another PORT.`;
  }
  if (['ENOSPC', 'EDQUOT'].includes(errorCodeOf(error) ?? '')) {
    return `A disk is full (${error.message}); make room where DATA_DIR, AUTH_DIR and CACHE_DIR lie.`;
  }
  return error.message;
}
