import type { PacingRules } from '../outbox/pacing-policy.ts';
import type { RawSettings } from './settings-schema.ts';

/** How messages are sent. */
export interface SendSettings {
  /** How long an idempotency key means the same request. */
  readonly keyLifeMs: number;
  /** How long a send that may wait does so, where its request does not say. */
  readonly queueExpiryMs: number;
  readonly pacing: PacingRules;
  /** How long a send is kept after its end. */
  readonly retentionMs: number;
}

const hourMs = 3_600_000;

/** The settings of sending; a send is kept at least as long as its key lives. */
export function sendsOf(raw: RawSettings): SendSettings {
  const keyLifeMs = raw.IDEMPOTENCY_KEY_HOURS * hourMs;
  return {
    keyLifeMs,
    queueExpiryMs: raw.QUEUE_EXPIRY_SECONDS * 1_000,
    pacing: {
      minIntervalMs: raw.SEND_MIN_INTERVAL_MS,
      jitterMs: raw.SEND_JITTER_MS,
      newNumberDailyCap: raw.NEW_NUMBER_DAILY_CAP,
      newNumberForMs: raw.NEW_NUMBER_DAYS * 24 * hourMs,
    },
    retentionMs: Math.max(raw.SEND_RETENTION_DAYS * 24 * hourMs, keyLifeMs),
  };
}
