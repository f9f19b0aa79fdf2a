import type { LoggedEvent } from './logged-event.ts';

/** A webhook as callers see it: without its secrets and without the values of its headers. */
export interface WebhookView {
  readonly id: string;
  readonly url: string;
  readonly session_id: string | null;
  readonly types: string[];
  readonly header_names: string[];
  readonly enabled: boolean;
  readonly disabled_reason: string | null;
  readonly source: 'api' | 'session' | 'settings';
  /** Until when the secret before still signs as well. */
  readonly previous_secret_until: string | null;
  readonly created_at: string;
  readonly pending: number;
  readonly oldest_pending_at: string | null;
}

/** The same with its secret, in the one answer that shows it. */
export type WebhookWithSecret = WebhookView & { readonly secret: string | null };

/** One attempt to deliver an event. */
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

/** An attempt to deliver an event of a session, and to which webhook. */
export type SessionDeliveryView = DeliveryView & { readonly webhook_id: string; readonly webhook_url: string };

/** An event that was given up. */
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
