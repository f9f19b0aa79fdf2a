import type { OutboundResult } from '../outbound/outbound-client.ts';

/** An event is tried for so long before it becomes a dead letter. */
const retryForMs = 3 * 24 * 3_600_000;

const firstDelayMs = 1_000;
const longestDelayMs = 5 * 60_000;
const longestRetryAfterMs = 3_600_000;
/** What a receiver refuses for its content will not get better with time. */
const refusedAttempts = 5;

/** What an attempt came to. */
export type Verdict =
  | { readonly kind: 'delivered' }
  /** 410: the receiver wants nothing more. */
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'failed';
      /** The receiver as a whole is not to be had, rather than this one event. */
      readonly isOutage: boolean;
      /** It speaks of this event: too large (413), not to be understood (422). */
      readonly isRefusal: boolean;
      readonly retryAfterMs: number | undefined;
    };

/** Reads what came back from a receiver; `nowMs` is for a Retry-After that is a date. */
export function verdictOf(result: OutboundResult, nowMs: number): Verdict {
  if (result.kind === 'failed') return { kind: 'failed', isOutage: !result.isForbidden, isRefusal: false, retryAfterMs: undefined };
  const { statusCode } = result;
  if (statusCode >= 200 && statusCode < 300) return { kind: 'delivered' };
  if (statusCode === 410) return { kind: 'gone' };
  return {
    kind: 'failed',
    isOutage: statusCode >= 500 || statusCode === 408 || statusCode === 425 || statusCode === 429,
    isRefusal: statusCode === 413 || statusCode === 422,
    retryAfterMs: retryAfterOf(result.retryAfter, nowMs),
  };
}

/** How long to wait after so many failures in a row: doubling up to 5 minutes, half fixed and half random; a Retry-After of up to an hour lengthens it. */
export function retryDelayMs(failures: number, retryAfterMs: number | undefined, random: () => number): number {
  const full = Math.min(firstDelayMs * 2 ** Math.min(failures - 1, 20), longestDelayMs);
  const delayMs = full / 2 + (random() * full) / 2;
  return Math.round(Math.max(delayMs, Math.min(retryAfterMs ?? 0, longestRetryAfterMs)));
}

/** Why an event that is not delivered is given up now, as a sentence; undefined while it is tried on. */
export function giveUpReason(head: {
  readonly nowMs: number;
  /** When the event was logged, and since when nothing was delivered to this receiver for its session. */
  readonly loggedMs: number;
  readonly failingSinceMs: number | null;
  readonly refusals: number;
}): string | undefined {
  if (head.refusals >= refusedAttempts) return `The receiver refused it ${head.refusals} times.`;
  if (head.failingSinceMs === null) return undefined;
  // Not from its logging alone: a service that was off for days owes its first events a fair time as well.
  const sinceMs = Math.max(head.loggedMs, head.failingSinceMs);
  return head.nowMs - sinceMs >= retryForMs ? 'It could not be delivered for 3 days.' : undefined;
}

function retryAfterOf(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const isDate = /^[A-Z][a-z]{2}/.test(header);
  const seconds = isDate ? (Date.parse(header) - nowMs) / 1_000 : Number(/^\d{1,9}$/.exec(header.trim())?.[0]);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined;
}
