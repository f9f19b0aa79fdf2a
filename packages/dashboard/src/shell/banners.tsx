import { limitsOf } from '../access/rights.ts';
import type { Api } from '../api/api.ts';
import type { LiveEvents } from '../api/live-events.ts';
import type { ServiceStore } from '../service/service-store.ts';
import { risksOf } from '../service/risks.ts';

interface BannersProps {
  readonly api: Api;
  readonly live: LiveEvents;
  readonly service: ServiceStore;
}

/** What everybody should know whatever they look at. */
export function Banners({ api, live, service }: BannersProps) {
  const info = service.info.value;
  const progress = service.progress.value;
  const limits = limitsOf(api.rights.value);
  const risks = info === undefined ? [] : risksOf(info);
  return (
    <div class="banners" aria-live="polite">
      {limits !== undefined && <p class="banner">{limits}</p>}
      {live.state.value === 'lost' && (
        <p class="banner warn" role="status">
          Connection lost, retrying … What you see may be old.
        </p>
      )}
      {info?.status === 'restoring' && (
        <p class="banner warn" role="status">
          Sessions are being restored{progress === undefined ? '' : `: ${progress.restored + progress.failed} of ${progress.total}`}.
        </p>
      )}
      {info?.status === 'draining' && (
        <p class="banner warn" role="status">
          The service is shutting down.
        </p>
      )}
      {risks.map((risk) => (
        <p key={risk} class="banner risk" role="status">
          {risk}
        </p>
      ))}
    </div>
  );
}
