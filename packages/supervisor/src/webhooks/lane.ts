import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';

/** What outlives the process of one lane: how far a webhook is with one session's events. */
export interface LaneState {
  readonly webhookId: string;
  /** Null: the events of the service itself. */
  readonly sessionId: string | null;
  /** Everything up to this event is settled. */
  readonly seq: number;
  /** Of the next event: attempts that failed, and those of them that refused it for its content. */
  readonly attempts: number;
  readonly refusals: number;
  /** Failures in a row, whichever the event. */
  readonly failures: number;
  readonly failingSinceMs: number | null;
  readonly nextAttemptMs: number;
}

/** The event that a lane delivers next. */
export interface LaneHead {
  readonly event: LoggedEvent;
  readonly loggedMs: number;
  /** The number of the dead letter that it is, where it is tried anew. */
  readonly deadLetterId: number | undefined;
}

/** The events of one session on their way to one webhook, one after the other. */
export class Lane {
  /** `log`: what the event log has; `redrive`: dead letters that are tried anew, beside it. */
  readonly kind: 'log' | 'redrive';
  state: LaneState;
  place: 'idle' | 'ready' | 'running' | 'waiting' | 'dropped' = 'idle';
  /** Whether it waits because its receiver could not be had. */
  isOutage = false;
  /** What its last attempt was answered with. */
  lastStatusCode: number | null = null;
  /** Dead letters that are settled, and perhaps not yet written so. */
  readonly doneLetters = new Set<number>();
  readonly abort = new AbortController();
  cancelWait: () => void = () => undefined;

  constructor(kind: 'log' | 'redrive', state: LaneState) {
    this.kind = kind;
    this.state = state;
  }

  get key(): string {
    return laneKey(this.kind, this.state.webhookId, this.state.sessionId);
  }

  /** Takes it out for good: what is under way is broken off and not settled. */
  drop(): void {
    this.place = 'dropped';
    this.cancelWait();
    this.abort.abort();
  }
}

/** The name of a lane, by which it is found again. */
export function laneKey(kind: 'log' | 'redrive', webhookId: string, sessionId: string | null): string {
  return `${kind} ${webhookId} ${sessionId ?? ''}`;
}

/** A lane that has not failed. */
export function newLaneState(webhookId: string, sessionId: string | null, seq: number): LaneState {
  return { webhookId, sessionId, seq, attempts: 0, refusals: 0, failures: 0, failingSinceMs: null, nextAttemptMs: 0 };
}
