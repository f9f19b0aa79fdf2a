import type { EndMode } from '@whatsapp-service/shared/api/restart-view.ts';
import type { ServiceManager } from './service-manager.ts';

/** Which restarts are possible here, the better one first; where none or one is not, `obstacles` says why. */
export interface RestartModes {
  readonly possible: readonly EndMode[];
  readonly obstacles: Readonly<Partial<Record<EndMode, string>>>;
}

/** A restart needs somebody who starts the service again, and a handover workers that outlive it. */
export function restartModes(manager: ServiceManager, graceMs: number): RestartModes {
  switch (manager) {
    case 'launcher':
    case 'pm2':
    case 'supervisord':
      // They end nothing but the process that ends by itself.
      return { possible: ['handover', 'full'], obstacles: {} };
    case 'systemd':
      if (graceMs > 0) return { possible: ['handover', 'full'], obstacles: {} };
      // Only KillMode=process leaves the workers alone, and it comes with a grace (deploy/systemd).
      return onlyFull('HANDOVER_GRACE_SECONDS is 0, and without KillMode=process systemd ends the workers with the service');
    case 'container':
      return onlyFull('a container ends with its first process, and the workers with it');
    case 'none': {
      const why = 'nothing is known to start the service again: it runs under neither npm start, pm2, systemd nor in a container';
      return { possible: [], obstacles: { handover: why, full: why } };
    }
  }
}

function onlyFull(why: string): RestartModes {
  return { possible: ['full'], obstacles: { handover: why } };
}
