import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';

export interface ExitWatchEvents {
  /** A worker ended; the reason code is what the session shows for it. */
  onExit(reason: string): void;
  /** A session whose worker had ended unasked is connected again. */
  onRecovered(afterMs: number): void;
}

/** Reads exits and recoveries from the event log, as they are written. */
export class ExitWatch {
  readonly #events: ExitWatchEvents;
  readonly #lostAtMs = new Map<string, number>();

  constructor(events: ExitWatchEvents) {
    this.#events = events;
  }

  note(event: LoggedEvent): void {
    if (event.type !== 'session.state_changed' || event.session_id === null) return;
    const { cause, to, reason } = event.data;
    if (cause === 'exited') this.#events.onExit(codeOf(reason));
    if (to === 'backoff' && !this.#lostAtMs.has(event.session_id)) this.#lostAtMs.set(event.session_id, Date.parse(event.time));
    // Whatever rests now comes back by a person's hand, or much later.
    if (to === 'stopped' || to === 'unlinked' || to === 'failed') this.#lostAtMs.delete(event.session_id);
    if (to === 'connected') this.#connected(event.session_id, Date.parse(event.time));
  }

  #connected(sessionId: string, atMs: number): void {
    const lostAtMs = this.#lostAtMs.get(sessionId);
    if (lostAtMs !== undefined) this.#events.onRecovered(atMs - lostAtMs);
    this.#lostAtMs.delete(sessionId);
  }
}

function codeOf(reason: unknown): string {
  const code: unknown = typeof reason === 'object' && reason !== null ? Reflect.get(reason, 'code') : undefined;
  return typeof code === 'string' ? code : 'none';
}
