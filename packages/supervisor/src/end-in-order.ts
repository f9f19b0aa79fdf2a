import type { EndMode } from '@whatsapp-service/shared/api/restart-view.ts';
import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';
import type { Settings } from './config/settings.ts';
import type { Service } from './service.ts';
import { endModeOf } from './shutdown/end-mode.ts';
import type { DataFolderLock } from './storage/data-folder-lock.ts';

/** What the supervisor needs of the process that it runs in. */
export interface ProcessHost {
  readonly exit: (code: number) => void;
  readonly onDisconnect: (listener: () => void) => void;
  /** Another worker than the real one, for tests of what a worker may do wrong. */
  readonly workerEntry?: string;
}

export interface EndParts {
  readonly host: ProcessHost;
  /** It may still be starting: a signal that comes before it runs ends it as soon as it does. */
  readonly service: Promise<Service>;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly lock: DataFolderLock;
}

/** Above the sum of the shutdown's own deadlines: what hangs then hangs outside of them. */
const shutdownAtMostMs = 65_000;
/** Says "start me again": the launcher and systemd's unit know it, and pm2 does so after any exit. */
const restartCode = 75;
/** Workers that were started without a grace wait so long for the process that a restart brings. */
const restartHoldMs = 30_000;

/** Ends the service on a signal or an error; returns how a restart ends it. */
export function endInOrder(parts: EndParts): (mode: EndMode) => void {
  const { host, logger } = parts;
  const kill = killing(parts.service);
  let requested: EndMode | undefined;
  let mode: EndMode = 'full';
  const grace = closeWithGrace(
    {
      delay: shutdownAtMostMs,
      logger: false,
      onSecondSignal: () => {
        logger.error('A second signal: the sessions’ processes are killed');
        kill();
      },
      onTimeout: () => {
        if (mode === 'full') kill();
        if (requested !== undefined) host.exit(restartCode);
      },
    },
    async ({ err, signal }) => {
      mode = endModeOf({ requested, signal, graceMs: parts.settings.handoverGraceMs });
      if (err === undefined) logger.info(`${causeOf(requested, signal)}: ${intentOf(mode)}`);
      else logger.fatal({ err }, `An error that nobody caught: ${intentOf(mode)}`);
      const isClean = await end(parts, mode, requested !== undefined);
      if (requested !== undefined) host.exit(restartCode);
      // close-with-grace turns this into exit code 1.
      if (!isClean) throw new Error('The shutdown was not clean');
    },
  );
  // A launcher that was killed cannot pass a signal on; its channel ends all the same.
  if (process.env['WHATSAPP_SERVICE_LAUNCHER'] === '1') {
    host.onDisconnect(() => {
      grace.close();
    });
  }
  return (wanted) => {
    requested = wanted;
    grace.close();
  };
}

/** Kills the service's processes, as soon as there is a service. */
function killing(service: Promise<Service>): () => void {
  let running: Service | undefined;
  void service.then(
    (started) => {
      running = started;
    },
    // Whoever started it tells why it does not run.
    () => undefined,
  );
  return () => running?.kill();
}

async function end({ service, settings, logger, lock }: EndParts, mode: EndMode, isRestart: boolean): Promise<boolean> {
  lock.ending();
  const holdMs = Math.max(settings.handoverGraceMs, restartHoldMs);
  const running = await service;
  const isClean = await running.stop(isRestart ? { mode, holdMs } : { mode });
  lock.release();
  logger.info(mode === 'full' ? 'The service has stopped' : 'The service has stopped; its workers wait for the next one');
  return isClean;
}

function causeOf(requested: EndMode | undefined, signal: string | undefined): string {
  if (requested !== undefined) return 'A restart was asked for';
  return signal ?? 'The launcher ended';
}

function intentOf(mode: EndMode): string {
  return mode === 'full' ? 'the service stops' : 'the service hands its sessions over';
}
