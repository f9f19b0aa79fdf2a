import { signal } from '@preact/signals';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { Api } from '../api/api.ts';
import { inTurns } from '../api/in-turns.ts';
import { keepFresh } from '../api/keep-fresh.ts';
import type { LiveEvents } from '../api/live-events.ts';
import { Problem, sentenceOf } from '../api/problem.ts';

/** Events of one session come in bursts. */
const settleMs = 100;

/** What the service said of a session, and as which of all questions it was asked; a session that is gone has no view. */
interface Told {
  readonly ask: number;
  readonly session: SessionView | undefined;
}

/** All sessions, kept fresh: each event asks for its session, and everything is asked for now and then. */
export class SessionStore {
  readonly all = signal<ReadonlyMap<string, SessionView>>(new Map());
  readonly isLoaded = signal(false);
  readonly fault = signal('');
  /** Asks for all sessions, page by page. */
  readonly refresh = inTurns(async () => this.#load());
  readonly #api: Api;
  readonly #live: LiveEvents;
  readonly #due = new Map<string, ReturnType<typeof setTimeout>>();
  /** Answers come in any order: of each session the one counts that was asked for last. */
  readonly #told = new Map<string, Told>();
  #asks = 0;
  /** What was asked before is of no concern any more. */
  #startedAt = 0;
  #ends: (() => void)[] = [];

  constructor(api: Api, live: LiveEvents) {
    this.#api = api;
    this.#live = live;
  }

  start(): void {
    this.#ends = [
      keepFresh(this.#live, this.refresh),
      this.#live.listen(({ session_id: id }) => {
        if (id !== null) this.#refreshSoon(id);
      }),
    ];
  }

  /** Forgets everything: whoever signs in next may not see it. */
  stop(): void {
    for (const end of this.#ends) end();
    for (const timer of this.#due.values()) clearTimeout(timer);
    this.#due.clear();
    this.#ends = [];
    this.#startedAt = this.#nextAsk();
    this.#told.clear();
    this.#show();
    this.isLoaded.value = false;
    this.fault.value = '';
  }

  /** Takes in what a command answered. */
  put(session: SessionView): void {
    this.#take(session.session_id, { ask: this.#nextAsk(), session });
    this.#show();
  }

  async #load(): Promise<void> {
    const begun = this.#nextAsk();
    try {
      const found = new Map<string, Told>();
      let cursor: string | null = null;
      do {
        const ask = this.#nextAsk();
        const page: Awaited<ReturnType<Api['sessions']>> = await this.#api.sessions(cursor);
        for (const session of page.sessions) found.set(session.session_id, { ask, session });
        cursor = page.next_cursor;
      } while (cursor !== null);
      if (begun < this.#startedAt) return;
      for (const [id, told] of found) this.#take(id, told);
      for (const [id, { ask }] of this.#told) if (!found.has(id) && ask < begun) this.#told.delete(id);
      this.#show();
      this.isLoaded.value = true;
      this.fault.value = '';
    } catch (error) {
      if (begun > this.#startedAt) this.fault.value = sentenceOf(error);
    }
  }

  #refreshSoon(id: string): void {
    if (this.#due.has(id)) return;
    this.#due.set(
      id,
      setTimeout(() => {
        this.#due.delete(id);
        void this.#refreshOne(id);
      }, settleMs),
    );
  }

  async #refreshOne(id: string): Promise<void> {
    const ask = this.#nextAsk();
    try {
      this.#take(id, { ask, session: await this.#api.session(id) });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 404) return;
      this.#take(id, { ask, session: undefined });
    }
    this.#show();
  }

  #nextAsk(): number {
    this.#asks += 1;
    return this.#asks;
  }

  #take(id: string, told: Told): void {
    if (told.ask > Math.max(this.#startedAt, this.#told.get(id)?.ask ?? 0)) this.#told.set(id, told);
  }

  #show(): void {
    const shown = new Map<string, SessionView>();
    for (const [id, { session }] of this.#told) if (session !== undefined) shown.set(id, session);
    this.all.value = shown;
  }
}
