import type { DeadLetterStore } from './dead-letter-store.ts';
import type { LaneStore } from './lane-store.ts';
import type { WebhookRecord } from './webhook-record.ts';
import type { Pending } from './webhook-view.ts';

/** What waits for a webhook: events of the log, and dead letters that are tried anew. */
export function pendingOf(webhook: WebhookRecord, lanes: LaneStore, letters: DeadLetterStore): Pending {
  const backlog = lanes.backlog(webhook);
  const redriving = letters.redriving(webhook.id);
  const count = [...backlog, ...redriving].reduce((sum, each) => sum + each.count, 0);
  return { count, oldestMs: backlog.length === 0 ? null : Math.min(...backlog.map((each) => each.oldestLoggedMs)) };
}
