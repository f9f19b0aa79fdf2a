import { randomUUID } from 'node:crypto';
import type { SessionReason } from '@whatsapp-service/shared/session/session-reason.ts';
import type { SessionEvent, SessionState } from '@whatsapp-service/shared/session/session-state.ts';
import { statusOf } from '@whatsapp-service/shared/session/session-status.ts';
import type { EventLog } from '../events/event-log.ts';
import type { FactEffects } from './fact-effects.ts';

export interface StateChange {
  readonly from: SessionState;
  readonly to: SessionState;
  readonly cause: SessionEvent;
  readonly reason: SessionReason | null;
}

/** Writes one session's entries of the event log. */
export class SessionJournal {
  readonly #eventLog: EventLog;
  readonly #sessionId: string;

  constructor(eventLog: EventLog, sessionId: string) {
    this.#eventLog = eventLog;
    this.#sessionId = sessionId;
  }

  stateChanged(change: StateChange): void {
    this.announce('session.state_changed', { ...change, status: statusOf(change.to) });
  }

  /** Something that happens once: it is never the same fact again. */
  announce(type: string, data: Record<string, unknown>): void {
    this.#eventLog.append({ type, sessionId: this.#sessionId, identity: randomUUID(), data });
  }

  /** A fact of a worker, which may come a second time after a reconnect. */
  fact(entry: NonNullable<FactEffects['log']>, timeMs: number): void {
    this.#eventLog.append({ ...entry, sessionId: this.#sessionId, timeMs });
  }
}
