import type { BackupScheduleView } from '@whatsapp-service/shared/api/backup-view.ts';
import { statusOf } from '@whatsapp-service/shared/session/session-status.ts';
import type { EventLog } from './events/event-log.ts';
import { ServiceMetrics } from './metrics/service-metrics.ts';
import type { createOutbox } from './outbox-wiring.ts';
import type { RestorationStore } from './restore/restoration-store.ts';
import type { StartQueue } from './restore/start-queue.ts';
import type { SessionResources } from './resources-wiring.ts';
import type { SessionRegistry } from './sessions/session-registry.ts';
import type { HostBreaker } from './supervision/host-breaker.ts';
import type { createWebhooks } from './webhooks-wiring.ts';

export interface MetricParts {
  /** What is made only after the metrics. */
  readonly later: () => {
    readonly registry: SessionRegistry;
    readonly resources: SessionResources;
    readonly backups: { readonly schedule: () => BackupScheduleView };
    readonly hooks: ReturnType<typeof createWebhooks>;
    readonly sending: Pick<ReturnType<typeof createOutbox>, 'outcomes' | 'queue'>;
  };
  readonly queue: StartQueue;
  readonly breaker: HostBreaker;
  readonly restorations: RestorationStore;
  readonly eventLog: EventLog;
}

/** The metrics, fed by the parts that know. */
export function serviceMetrics(parts: MetricParts): ServiceMetrics {
  const { later, queue, breaker, restorations, eventLog } = parts;
  return new ServiceMetrics({
    sessions: () => {
      const { registry, resources } = later();
      return registry.all().map(({ record }) => {
        const { rss_bytes: rssBytes, cpu_percent: cpuPercent, processes, profile_bytes: profileBytes } = resources.of(record.sessionId);
        const { sessionId, restarts, state } = record;
        return { sessionId, restarts, connected: state === 'connected', rssBytes, cpuPercent, processes, profileBytes };
      });
    },
    statuses: () => statusesOf(later().registry),
    startsWaiting: () => queue.waiting,
    startsInProgress: () => queue.starting,
    breaker: () => breaker.state,
    backups: () => later().backups.schedule(),
    lastRestoration: () => restorations.last(),
    webhooks: () => later().hooks.measures(),
    sends: () => later().sending.outcomes(),
    sendQueue: () => later().sending.queue(),
    eventLog: () => eventLog.size(),
  });
}

function statusesOf(registry: SessionRegistry): Record<string, number> {
  const counts = { connected: 0, qr_required: 0, connecting: 0, disconnected: 0 };
  for (const actor of registry.all()) counts[statusOf(actor.state)] += 1;
  return counts;
}
