import { signal } from '@preact/signals';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { Api } from '../api/api.ts';
import { keepFresh } from '../api/keep-fresh.ts';
import type { LiveEvents } from '../api/live-events.ts';
import { Problem, sentenceOf } from '../api/problem.ts';

/** Events of one session come in bursts. */
const settleMs = 100;

/** All sessions, kept fresh: each event asks for its session, and everything is asked for now and then. */
export class SessionStore {
  readonly all = signal<ReadonlyMap<string, SessionView>>(new Map());
  readonly isLoaded = signal(false);
  readonly fault = signal('');
  readonly #api: Api;
  readonly #live: LiveEvents;
  readonly #due = new Map<string, ReturnType<typeof setTimeout>>();
  #ends: (() => void)[] = [];
  #loading: Promise<void> | undefined;

  constructor(api: Api, live: LiveEvents) {
    this.#api = api;
    this.#live = live;
  }

  start(): void {
    this.#ends = [
      keepFresh(this.#live, async () => this.refresh()),
      this.#live.listen(({ session_id: id }) => {
        if (id !== null) this.#refreshSoon(id);
      }),
    ];
  }

  stop(): void {
    for (const end of this.#ends) end();
    for (const timer of this.#due.values()) clearTimeout(timer);
    this.#due.clear();
    this.#ends = [];
  }

  /** Asks for all sessions, page by page; two calls at once are one. */
  async refresh(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    await this.#loading;
  }

  /** Takes in what a command answered. */
  put(session: SessionView): void {
    this.all.value = new Map(this.all.value).set(session.session_id, session);
  }

  async #load(): Promise<void> {
    try {
      const found = new Map<string, SessionView>();
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<Api['sessions']>> = await this.#api.sessions(cursor);
        for (const session of page.sessions) found.set(session.session_id, session);
        cursor = page.next_cursor;
      } while (cursor !== null);
      this.all.value = found;
      this.isLoaded.value = true;
      this.fault.value = '';
    } catch (error) {
      this.fault.value = sentenceOf(error);
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
    try {
      this.put(await this.#api.session(id));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 404) return;
      const rest = new Map(this.all.value);
      rest.delete(id);
      this.all.value = rest;
    }
  }
}
