import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { Settings } from './config/settings.ts';
import type { EventLog } from './events/event-log.ts';
import { EventRetention } from './events/event-retention.ts';
import type { MeasuredWebhooks } from './metrics/service-metrics.ts';
import { AddressGuard } from './outbound/address-guard.ts';
import { OutboundClient } from './outbound/outbound-client.ts';
import type { FactStore } from './storage/fact-store.ts';
import type { Storage } from './storage/storage.ts';
import { DeadLetterStore } from './webhooks/dead-letter-store.ts';
import { DeliveryJournal } from './webhooks/delivery-journal.ts';
import { DeliveryLog } from './webhooks/delivery-log.ts';
import { Dispatcher } from './webhooks/dispatcher.ts';
import { KnownWebhooks } from './webhooks/known-webhooks.ts';
import { LaneStore } from './webhooks/lane-store.ts';
import { pendingOf } from './webhooks/pending.ts';
import { Upkeep } from './webhooks/upkeep.ts';
import type { WebhookRecord } from './webhooks/webhook-record.ts';
import { WebhookRegistry } from './webhooks/webhook-registry.ts';
import { WebhookStore } from './webhooks/webhook-store.ts';
import { Webhooks } from './webhooks/webhooks.ts';

export interface WebhookParts {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly storage: Storage;
  readonly eventLog: EventLog;
  readonly facts: FactStore;
  readonly version: string;
  readonly hasSession: (sessionId: string) => boolean;
}

const withoutSecret =
  'WEBHOOK_SECRET is gone; this webhook has a secret of its own now, which POST .../rotate-secret replaces by one you know';
const importedFact = 'session_webhooks_imported';

/** Makes the webhooks with all that they need; nothing is sent before `start`. */
export function createWebhooks(parts: WebhookParts) {
  const { settings, clock, logger, storage, facts, eventLog } = parts;
  const { database, writes } = storage;
  const delivery = createDelivery(parts);
  const { registry, lanes, journal, dispatcher, guard, client } = delivery;
  const webhooks = createService(parts, delivery);
  const hasSettingsSecret = settings.webhooks.secrets.length > 0;
  const known = new KnownWebhooks({ registry, clock, lastSeq: () => lanes.lastSeq(), hasSettingsSecret });
  known.applySettings(settings.webhooks.url);
  for (const id of known.assureSecrets()) logger.warn({ webhook_id: id }, withoutSecret);
  const upkeep = new Upkeep({ database, writes, registry, lanes, journal, dispatcher, clock, logger });
  const neededFrom = (): number | undefined => firstNeeded(registry, lanes);
  const retention = new EventRetention({ database, writes, clock, logger, ...settings.eventRetention, neededFrom });
  return {
    webhooks,
    /** Hands over the `webhook_url` of sessions that an earlier release has kept, once, and begins to deliver. */
    start: (sessions: readonly KeptSession[]) => {
      importOnce(facts, known, sessions);
      registry.watch((id) => {
        dispatcher.changed(id);
      });
      eventLog.subscribe((event) => {
        dispatcher.announce(event);
      });
      for (const webhook of registry.all()) dispatcher.begin(webhook);
    },
    ofSessions: webhooksOfSessions(guard, known),
    measures: () => measuresOf(delivery),
    close: async (drainMs: number) => {
      upkeep.close();
      retention.close();
      await dispatcher.close(drainMs);
      client.close();
    },
  };
}

/** What the metrics show. */
function measuresOf({ clock, registry, lanes, letters, dispatcher }: Delivery): MeasuredWebhooks {
  const { dead, ...attempts } = dispatcher.counts;
  const nowMs = clock.now();
  const each = registry.all().map((webhook) => {
    const { count: pending, oldestMs } = pendingOf(webhook, lanes, letters);
    const oldestPendingSeconds = oldestMs === null ? 0 : Math.max(0, nowMs - oldestMs) / 1_000;
    return { id: webhook.id, enabled: webhook.enabled, pending, oldestPendingSeconds, deadLetters: letters.count(webhook.id) };
  });
  return { attempts, givenUp: dead, each };
}

export interface KeptSession {
  readonly sessionId: string;
  readonly webhookUrl: string | null;
}

type Delivery = ReturnType<typeof createDelivery>;

function createDelivery({ settings, clock, logger, storage, version }: WebhookParts) {
  const { database, writes } = storage;
  const registry = new WebhookRegistry(new WebhookStore(database, writes), clock, settings.webhooks.secrets);
  const lanes = new LaneStore(database, writes);
  const letters = new DeadLetterStore(database, writes);
  const journal = new DeliveryJournal(database, writes, clock, logger);
  const guard = new AddressGuard(settings.webhooks.allowedHosts);
  const client = new OutboundClient(guard);
  const { timeoutMs } = settings.webhooks;
  const userAgent = `whatsapp-service/${version}`;
  const common = { registry, lanes, letters, client, clock, logger, userAgent, timeoutMs };
  const onGone = (webhook: WebhookRecord): void => {
    registry.put({ ...webhook, enabled: false, disabledReason: 'The receiver answered 410 Gone.' });
    logger.warn({ webhook_id: webhook.id }, 'A receiver answered 410: its webhook is disabled');
  };
  const dispatcher = new Dispatcher({ ...common, journal, random: Math.random, onGone });
  return { ...common, journal, guard, dispatcher };
}

function createService({ storage, hasSession }: WebhookParts, delivery: Delivery): Webhooks {
  const deliveries = new DeliveryLog(storage.database);
  return new Webhooks({ ...delivery, deliveries, hasSession, storageFault: () => storage.fault });
}

function importOnce(facts: FactStore, known: KnownWebhooks, sessions: readonly KeptSession[]): void {
  if (facts.read(importedFact) === true) return;
  for (const { sessionId, webhookUrl } of sessions) if (webhookUrl !== null) known.addForSession(sessionId, webhookUrl);
  facts.write(importedFact, true);
}

/** What sessions tell of their beginning and end. */
function webhooksOfSessions(guard: AddressGuard, known: KnownWebhooks) {
  return {
    faultOf: (url: string) => guard.faultOf(url),
    added: (sessionId: string, url: string) => {
      known.addForSession(sessionId, url);
    },
    removed: (sessionId: string) => {
      known.forgetSession(sessionId);
    },
  };
}

/** The oldest event that an enabled webhook still has to deliver. */
function firstNeeded(registry: WebhookRegistry, lanes: LaneStore): number | undefined {
  const enabled = registry.all().filter((webhook) => webhook.enabled);
  const seqs = enabled.flatMap((webhook) => lanes.backlog(webhook).map((backlog) => backlog.firstSeq));
  return seqs.length === 0 ? undefined : Math.min(...seqs);
}
