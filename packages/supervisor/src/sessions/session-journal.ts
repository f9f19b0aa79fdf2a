import { randomUUID } from 'node:crypto';
import type { WithMediaUrl } from '@whatsapp-service/shared/api/media-url.ts';
import type { SessionReason } from '@whatsapp-service/shared/session/session-reason.ts';
import type { SessionEvent, SessionState } from '@whatsapp-service/shared/session/session-state.ts';
import { statusOf } from '@whatsapp-service/shared/session/session-status.ts';
import type { EventLog } from '../events/event-log.ts';
import type { MessageCursors } from '../events/message-cursors.ts';
import type { FactEffects, FactEntry } from './fact-effects.ts';

/** WhatsApp gives whole seconds: a message of the link's own second must not look older than the link. */
const clockSkewMs = 1_000;

export interface StateChange {
  readonly from: SessionState;
  readonly to: SessionState;
  readonly cause: SessionEvent;
  readonly reason: SessionReason | null;
}

export interface JournalTools {
  readonly eventLog: EventLog;
  readonly cursors: MessageCursors;
  readonly withMediaUrl: WithMediaUrl;
}

/** Writes one session's entries of the event log. */
export class SessionJournal {
  readonly #eventLog: EventLog;
  readonly #cursors: MessageCursors;
  readonly #withMediaUrl: WithMediaUrl;
  readonly #sessionId: string;

  constructor({ eventLog, cursors, withMediaUrl }: JournalTools, sessionId: string) {
    this.#eventLog = eventLog;
    this.#cursors = cursors;
    this.#withMediaUrl = withMediaUrl;
    this.#sessionId = sessionId;
  }

  stateChanged(change: StateChange): void {
    this.announce('session.state_changed', { ...change, status: statusOf(change.to) });
  }

  /** Something that happens once: it is never the same fact again. */
  announce(type: string, data: Record<string, unknown>): void {
    this.#eventLog.append({ type, sessionId: this.#sessionId, identity: randomUUID(), data });
  }

  /** A fact of a worker, which may come a second time after a reconnect; a message moves its chat's cursor with it. */
  fact({ mark, ...entry }: FactEntry, timeMs: number): void {
    const data = this.#withMediaUrl(this.#sessionId, entry.data);
    const event = { ...entry, data, sessionId: this.#sessionId, timeMs };
    if (mark === undefined) {
      this.#eventLog.appendSoon(event);
      return;
    }
    this.#eventLog.appendSoon(event, {
      isKnown: () => this.#cursors.isKnown(this.#sessionId, mark),
      write: () => this.#cursors.note(this.#sessionId, mark),
    });
  }

  /** The account is linked; `isNew` where it was not before. */
  linked(isNew: boolean, timeMs: number): void {
    if (isNew) this.#cursors.linked(this.#sessionId, timeMs - clockSkewMs);
    else this.#cursors.begins(this.#sessionId, timeMs - clockSkewMs);
  }

  caughtUp(chats: NonNullable<FactEffects['caughtUp']>): void {
    this.#cursors.caughtUp(this.#sessionId, chats);
  }
}
