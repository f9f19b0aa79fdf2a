import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { LazyValidator } from '@whatsapp-service/shared/validation/lazy-validator.ts';
import Type from 'typebox';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { halfByChance } from '@whatsapp-service/shared/time/half-by-chance.ts';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';
import type { FactStore } from '../storage/fact-store.ts';
import { ListHeldBack } from '../supervisor-errors.ts';
import type { DirectoryStatus, ListedSession, SessionList } from './directory.ts';
import type { DjangoDirectory } from './django-directory.ts';

const StoredList = Type.Array(
  Type.Object({
    sessionId: SessionId,
    userId: Type.Union([Type.Integer(), Type.String(), Type.Null()]),
    instanceName: Type.Union([Type.String(), Type.Null()]),
  }),
);
const storedList = new LazyValidator(StoredList);
const storedListName = 'last_known_session_list';

/** The list that a restoration begins with, and where it is from. */
export interface InitialList {
  readonly source: 'django' | 'last_known';
  readonly sessions: readonly ListedSession[];
}

/** An empty list after one with sessions is obeyed when it still is empty this long after: an application with its own faults may say so by mistake. */
const emptyConfirmedMs = 30_000;
const retryBaseMs = 1_000;
const retryMaxMs = 60_000;

/** Gets the session list from Django, remembers the last one it gave, and goes on asking while it is not reachable. */
export class DirectorySync {
  readonly #directory: DjangoDirectory;
  readonly #facts: FactStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #random: () => number;
  readonly #stop = new AbortController();
  #listedIds: ReadonlySet<string> = new Set();
  #status: DirectoryStatus = {
    source: 'django',
    reachable: null,
    lastFetchedMs: null,
    lastError: null,
    malformed: [],
    emptySinceMs: null,
  };

  constructor(options: { directory: DjangoDirectory; facts: FactStore; clock: Clock; logger: Logger; random: () => number }) {
    this.#directory = options.directory;
    this.#facts = options.facts;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#random = options.random;
  }

  get status(): DirectoryStatus {
    return this.#status;
  }

  /** The ids of the newest list that is known. */
  get listedIds(): ReadonlySet<string> {
    return this.#listedIds;
  }

  /** Django's list, or the last one it gave where it cannot be had now. */
  async initialList(): Promise<InitialList> {
    const list = await this.#fetch();
    if (list !== undefined) return { source: 'django', sessions: list.sessions };
    const sessions = this.#stored();
    this.#listedIds = idsOf(sessions);
    return { source: 'last_known', sessions };
  }

  /** Asks again, with backoff, until Django answers; undefined where the service ends first. */
  async listWhenReachable(): Promise<readonly ListedSession[] | undefined> {
    for (let attempt = 0; !this.#stop.signal.aborted; attempt += 1) {
      const ceiling = Math.min(retryMaxMs, retryBaseMs * 2 ** attempt);
      await this.#wait(halfByChance(ceiling, this.#random));
      if (this.#stop.signal.aborted) return undefined;
      const list = await this.#fetch();
      if (list !== undefined) return list.sessions;
    }
    return undefined;
  }

  /** Django's list as it is now, which changes nothing; rejects with DirectoryUnavailable or ListHeldBack. */
  async look(): Promise<SessionList> {
    const list = await this.#ask();
    // An empty list that is looked at is not obeyed by that: how long it is empty goes on being counted.
    this.#noteReached(list, list.sessions.length === 0 ? this.#status.emptySinceMs : null);
    return list;
  }

  /** Django's list as it is now, which is the one that counts from now on; rejects with DirectoryUnavailable or ListHeldBack. */
  async take(): Promise<SessionList> {
    const list = await this.#ask();
    this.#facts.write(storedListName, list.sessions);
    for (const sentence of list.malformed) this.#logger.warn(`Django's session list: ${sentence}`);
    this.#listedIds = idsOf(list.sessions);
    this.#noteReached(list, null);
    return list;
  }

  close(): void {
    this.#stop.abort();
  }

  async #ask(): Promise<SessionList> {
    try {
      const list = await this.#directory.fetch(this.#stop.signal);
      this.#refuseSuddenlyEmpty(list);
      return list;
    } catch (error) {
      const isFault = !this.#stop.signal.aborted && !(error instanceof ListHeldBack);
      if (isFault) this.#status = { ...this.#status, reachable: false, lastError: sentenceOf(error) };
      throw error;
    }
  }

  /** An empty list would end every session: the first one after a list that had some is not obeyed. */
  #refuseSuddenlyEmpty(list: SessionList): void {
    const known = this.#stored().length;
    if (list.sessions.length > 0 || known === 0) return;
    const nowMs = this.#clock.now();
    const emptySinceMs = this.#status.emptySinceMs ?? nowMs;
    if (nowMs - emptySinceMs >= emptyConfirmedMs) return;
    if (this.#status.emptySinceMs === null) {
      this.#logger.warn(
        `Django's list is empty and had ${known} sessions before: they stay as they are unless it is still empty in ${emptyConfirmedMs / 1_000} s`,
      );
    }
    this.#noteReached(list, emptySinceMs);
    throw new ListHeldBack(known, emptyConfirmedMs / 1_000);
  }

  #stored(): readonly ListedSession[] {
    const stored = this.#facts.read(storedListName);
    return storedList.Check(stored) ? stored : [];
  }

  async #wait(delayMs: number): Promise<void> {
    await sleep(delayMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  async #fetch(): Promise<SessionList | undefined> {
    try {
      return await this.take();
    } catch (error) {
      if (!this.#stop.signal.aborted && !(error instanceof ListHeldBack)) this.#logger.warn(sentenceOf(error));
      return undefined;
    }
  }

  #noteReached({ malformed }: SessionList, emptySinceMs: number | null): void {
    this.#status = { source: 'django', reachable: true, lastFetchedMs: this.#clock.now(), lastError: null, malformed, emptySinceMs };
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The session list could not be read.';
}

function idsOf(sessions: readonly ListedSession[]): ReadonlySet<string> {
  return new Set(sessions.map((session) => session.sessionId));
}
