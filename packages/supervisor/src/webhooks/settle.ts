import type { OutboundResult } from '../outbound/outbound-client.ts';
import type { Settlement } from './delivery-journal.ts';
import type { Delivery } from './delivery-log.ts';
import type { Lane, LaneHead, LaneState } from './lane.ts';
import { retryDelayMs } from './retry-policy.ts';
import type { Verdict } from './retry-policy.ts';

/** An attempt that is over. */
export interface Attempted {
  readonly lane: Lane;
  readonly head: LaneHead;
  /** 1 for the first one. */
  readonly attemptNumber: number;
  readonly result: OutboundResult;
  readonly verdict: Verdict;
  readonly beganMs: number;
  readonly endedMs: number;
}

/** The lane after an attempt; its event is settled only where it was delivered. */
export function afterAttempt({ lane, head, verdict, endedMs }: Attempted, random: () => number): LaneState {
  const { state } = lane;
  if (verdict.kind === 'delivered') return settled(lane, head);
  if (verdict.kind === 'gone') return state;
  const failures = state.failures + 1;
  return {
    ...state,
    failures,
    attempts: state.attempts + 1,
    refusals: state.refusals + (verdict.isRefusal ? 1 : 0),
    failingSinceMs: state.failingSinceMs ?? endedMs,
    nextAttemptMs: endedMs + retryDelayMs(failures, verdict.retryAfterMs, random),
  };
}

/** The lane after its event was given up: one that was refused says nothing against the next. */
export function afterBurial(lane: Lane, head: LaneHead): LaneState {
  const { state } = lane;
  if (state.refusals > 0) return settled(lane, head);
  return { ...state, seq: seqAfter(lane, head), attempts: 0 };
}

/** What is written of an attempt. */
export function settlementOf(attempted: Attempted): Settlement {
  const { lane, head, verdict } = attempted;
  const isDelivered = verdict.kind === 'delivered';
  const removed = isDelivered && head.deadLetterId !== undefined ? { kind: 'removed' as const, id: head.deadLetterId } : undefined;
  return {
    webhookId: lane.state.webhookId,
    lane: lane.kind === 'log' ? lane.state : undefined,
    attempt: deliveryOf(attempted),
    letter: removed,
  };
}

/** What is written of an event that is given up. */
export function burialOf(lane: Lane, head: LaneHead, attempts: number, reason: string, statusCode: number | null): Settlement {
  return {
    webhookId: lane.state.webhookId,
    lane: lane.kind === 'log' ? lane.state : undefined,
    attempt: undefined,
    letter: { kind: 'buried', head, attempts, reason, statusCode },
  };
}

function settled(lane: Lane, head: LaneHead): LaneState {
  const { webhookId, sessionId } = lane.state;
  const seq = seqAfter(lane, head);
  return { webhookId, sessionId, seq, attempts: 0, refusals: 0, failures: 0, failingSinceMs: null, nextAttemptMs: 0 };
}

/** Dead letters go by their own list. */
function seqAfter(lane: Lane, head: LaneHead): number {
  return lane.kind === 'log' ? head.event.seq : lane.state.seq;
}

function deliveryOf({ attemptNumber, head, result, verdict, beganMs, endedMs }: Attempted): Omit<Delivery, 'id'> {
  const { event } = head;
  return {
    sessionId: event.session_id,
    eventId: event.id,
    eventSeq: event.seq,
    eventType: event.type,
    attempt: attemptNumber,
    timeMs: beganMs,
    durationMs: endedMs - beganMs,
    outcome: verdict.kind === 'delivered' ? 'delivered' : 'failed',
    statusCode: result.kind === 'answered' ? result.statusCode : null,
    error: errorOf(result, verdict),
  };
}

function errorOf(result: OutboundResult, verdict: Verdict): string | null {
  if (result.kind === 'failed') return result.error;
  if (verdict.kind === 'delivered') return null;
  const { statusCode } = result;
  if (statusCode >= 300 && statusCode < 400) return `It answered with a redirect (${statusCode}), which is not followed.`;
  return `It answered with status ${statusCode}.`;
}
