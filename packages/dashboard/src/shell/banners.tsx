import type { LiveEvents } from '../api/live-events.ts';
import type { ServiceStore } from '../service/service-store.ts';
import { risksOf } from '../service/risks.ts';

/** What everybody should know whatever they look at. */
export function Banners({ live, service }: { readonly live: LiveEvents; readonly service: ServiceStore }) {
  const info = service.info.value;
  const progress = service.progress.value;
  const risks = info === undefined ? [] : risksOf(info);
  return (
    <div class="banners" aria-live="polite">
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
