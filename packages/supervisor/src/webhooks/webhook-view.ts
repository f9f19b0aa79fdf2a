import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
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

/** A webhook as callers see it: without its secrets and without the values of its headers. */
export interface WebhookView {
  readonly id: string;
  readonly url: string;
  readonly session_id: string | null;
  readonly types: string[];
  readonly header_names: string[];
  readonly enabled: boolean;
  readonly disabled_reason: string | null;
  readonly source: WebhookRecord['source'];
  /** Until when the secret before still signs as well. */
  readonly previous_secret_until: string | null;
  readonly created_at: string;
  readonly pending: number;
  readonly oldest_pending_at: string | null;
}

/** The same with its secret, in the one answer that shows it. */
export type WebhookWithSecret = WebhookView & { readonly secret: string | null };

export interface DeliveryView {
  readonly id: number;
  readonly event_id: string;
  readonly event_seq: number;
  readonly event_type: string;
  readonly session_id: string | null;
  readonly attempt: number;
  readonly time: string;
  readonly duration_ms: number;
  readonly outcome: 'delivered' | 'failed';
  readonly status_code: number | null;
  readonly error: string | null;
}

export interface DeadLetterView {
  readonly id: number;
  readonly event: LoggedEvent;
  readonly attempts: number;
  readonly died_at: string;
  readonly reason: string;
  readonly status_code: number | null;
  readonly redriven_at: string | null;
}

/** What came of a test delivery. */
export interface TestDelivery {
  readonly delivered: boolean;
  readonly status_code: number | null;
  readonly error: string | null;
  readonly duration_ms: number;
}

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
