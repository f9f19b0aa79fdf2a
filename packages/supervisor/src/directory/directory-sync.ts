import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Compile } from 'typebox/compile';
import Type from 'typebox';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { halfByChance } from '@whatsapp-service/shared/time/half-by-chance.ts';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';
import type { FactStore } from '../storage/fact-store.ts';
import type { DirectoryStatus, ListedSession, SessionList } from './directory.ts';
import type { DjangoDirectory } from './django-directory.ts';

const StoredList = Type.Array(
  Type.Object({
    sessionId: SessionId,
    userId: Type.Union([Type.Integer(), Type.String(), Type.Null()]),
    instanceName: Type.Union([Type.String(), Type.Null()]),
  }),
);
const storedList = Compile(StoredList);
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

  close(): void {
    this.#stop.abort();
  }

  /** An empty list would end every session: the first one after a list that had some is not obeyed. */
  #isHeldBack(list: SessionList): boolean {
    const known = this.#stored().length;
    if (list.sessions.length > 0 || known === 0) return false;
    const nowMs = this.#clock.now();
    const emptySinceMs = this.#status.emptySinceMs ?? nowMs;
    if (nowMs - emptySinceMs >= emptyConfirmedMs) return false;
    if (this.#status.emptySinceMs === null) {
      this.#logger.warn(
        `Django's list is empty and had ${known} sessions before: they stay as they are unless it is still empty in ${emptyConfirmedMs / 1_000} s`,
      );
    }
    this.#status = { source: 'django', reachable: true, lastFetchedMs: nowMs, lastError: null, malformed: list.malformed, emptySinceMs };
    return true;
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
      const list = await this.#directory.fetch(this.#stop.signal);
      if (this.#isHeldBack(list)) return undefined;
      this.#facts.write(storedListName, list.sessions);
      for (const sentence of list.malformed) this.#logger.warn(`Django's session list: ${sentence}`);
      this.#listedIds = idsOf(list.sessions);
      this.#status = {
        source: 'django',
        reachable: true,
        lastFetchedMs: this.#clock.now(),
        lastError: null,
        malformed: list.malformed,
        emptySinceMs: null,
      };
      return list;
    } catch (error) {
      if (this.#stop.signal.aborted) return undefined;
      const message = error instanceof Error ? error.message : 'The session list could not be read.';
      this.#status = { ...this.#status, reachable: false, lastError: message };
      this.#logger.warn(message);
      return undefined;
    }
  }
}

function idsOf(sessions: readonly ListedSession[]): ReadonlySet<string> {
  return new Set(sessions.map((session) => session.sessionId));
}
