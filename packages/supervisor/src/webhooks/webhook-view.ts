import type { DeadLetterView, DeliveryView, WebhookView } from '@whatsapp-service/shared/api/webhook-view.ts';
import { isoTime, isoTimeOrNull } from '@whatsapp-service/shared/time/clock.ts';
import type { DeadLetter } from './dead-letter-store.ts';
import type { Delivery } from './delivery-log.ts';
import type { WebhookRecord } from './webhook-record.ts';

/** What a caller gives to create a webhook. */
export interface NewWebhook {
  readonly url: string;
  readonly session_id?: string | null;
  readonly types?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly secret?: string;
  readonly enabled?: boolean;
}

/** What a caller may change of one. */
export type WebhookChanges = Partial<Pick<NewWebhook, 'url' | 'types' | 'headers' | 'enabled'>>;

/** How much waits for a webhook. */
export interface Pending {
  readonly count: number;
  readonly oldestMs: number | null;
}

/** A record as callers see it. */
export function webhookViewOf(webhook: WebhookRecord, pending: Pending, nowMs: number): WebhookView {
  const { previousSecret } = webhook;
  const isRotating = previousSecret !== null && previousSecret.untilMs > nowMs;
  return {
    id: webhook.id,
    url: webhook.url,
    session_id: webhook.sessionId,
    types: [...webhook.types],
    header_names: Object.keys(webhook.headers),
    enabled: webhook.enabled,
    disabled_reason: webhook.disabledReason,
    source: webhook.source,
    previous_secret_until: isRotating ? isoTime(previousSecret.untilMs) : null,
    created_at: isoTime(webhook.createdMs),
    pending: pending.count,
    oldest_pending_at: isoTimeOrNull(pending.oldestMs),
  };
}

/** An attempt as callers see it. */
export function deliveryViewOf(delivery: Delivery): DeliveryView {
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    event_seq: delivery.eventSeq,
    event_type: delivery.eventType,
    session_id: delivery.sessionId,
    attempt: delivery.attempt,
    time: isoTime(delivery.timeMs),
    duration_ms: delivery.durationMs,
    outcome: delivery.outcome,
    status_code: delivery.statusCode,
    error: delivery.error,
  };
}

/** A dead letter as callers see it. */
export function deadLetterViewOf(letter: DeadLetter): DeadLetterView {
  const { id, event, attempts, diedMs, reason, statusCode, redrivenMs } = letter;
  return { id, event, attempts, died_at: isoTime(diedMs), reason, status_code: statusCode, redriven_at: isoTimeOrNull(redrivenMs) };
}
