import type { EndMode } from '@whatsapp-service/shared/api/restart-view.ts';
import { existsSync } from 'node:fs';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import type { Settings } from './config/settings.ts';
import { RestartDesk } from './restart/restart-desk.ts';
import { restartModes } from './restart/restart-modes.ts';
import { serviceManager } from './restart/service-manager.ts';
import type { RestorationStore } from './restore/restoration-store.ts';
import type { SessionManager } from './sessions/session-manager.ts';
import type { Webhooks } from './webhooks/webhooks.ts';

interface RestartParts {
  readonly settings: Settings;
  readonly onRestart: (mode: EndMode) => void;
}

interface RestartSources {
  readonly manager: SessionManager;
  readonly restorations: RestorationStore;
  readonly webhooks: Webhooks;
}

const reportsLookedAt = 50;

/** Puts together what a restart of the service needs to know. */
export function restartDesk({ settings, onRestart }: RestartParts, sources: RestartSources): RestartDesk {
  const { manager, restorations, webhooks } = sources;
  const starter = serviceManager({ env: process.env, pid: process.pid, exists: existsSync });
  return new RestartDesk({
    clock: systemClock,
    modes: restartModes(starter, settings.handoverGraceMs),
    concurrency: settings.restoreConcurrency,
    activeSessions: () => manager.activeSessions,
    inFlightSends: () => manager.inFlightSends,
    undeliveredWebhooks: () => webhooks.undeliveredCount(),
    reports: () => restorations.recent(reportsLookedAt),
    restart: onRestart,
  });
}
