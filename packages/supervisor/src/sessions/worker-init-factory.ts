import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { protocolVersion } from '@whatsapp-service/shared/ipc/contract.ts';
import type { StartDeadlines, WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import type { SessionRecord } from './session-record.ts';

export interface WorkerInitOptions {
  readonly socketPath: string;
  readonly authDir: string;
  readonly cacheDir: string;
  readonly screenshotDir: string;
  readonly lastWordsDir: string;
  /** Each session gets a folder of its own in here. */
  readonly mediaRoot: string;
  /** Each session gets a folder of its own in here. */
  readonly bundleRoot: string;
  /** Each session gets a folder of its own in here. */
  readonly tempRoot: string;
  readonly browser: Omit<WorkerInit['browser'], 'proxy'>;
  readonly deadlines: StartDeadlines;
  readonly handoverGraceMs: number;
  readonly logLevel: string;
}

/** How often a worker asks its page for a sign of life, and how long the page may take. */
const probeIntervalMs = 15_000;
const probeTimeoutMs = 5_000;

/** All that a worker needs to know for one start; the token is new each time. */
export function buildWorkerInit(options: WorkerInitOptions, record: SessionRecord, mode: 'restore' | 'pair'): WorkerInit {
  return {
    type: 'init',
    protocol: protocolVersion,
    sessionId: record.sessionId,
    token: randomBytes(32).toString('base64url'),
    socketPath: options.socketPath,
    mode,
    authDir: options.authDir,
    cacheDir: options.cacheDir,
    tempDir: join(options.tempRoot, record.sessionId),
    screenshotDir: options.screenshotDir,
    mediaDir: join(options.mediaRoot, record.sessionId),
    lastWordsDir: options.lastWordsDir,
    bundleDir: join(options.bundleRoot, record.sessionId),
    browser: { ...options.browser, proxy: record.proxy },
    deadlines: options.deadlines,
    probeIntervalMs,
    probeTimeoutMs,
    handoverGraceMs: options.handoverGraceMs,
    logLevel: options.logLevel,
  };
}
