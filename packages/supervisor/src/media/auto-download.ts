import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import PQueue from 'p-queue';
import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import type { EventLog } from '../events/event-log.ts';
import { afterFailure, isWanted } from './auto-download-policy.ts';
import type { AutoDownloadRules } from './auto-download-policy.ts';
import type { ToldMedia } from './file-source.ts';
import type { KeptMedia } from './kept-media.ts';
import type { KeptMediaStore, MediaIntake, MediaNote, WaitingMedia } from './kept-media-store.ts';

export interface AutoDownloadOptions {
  readonly rules: AutoDownloadRules;
  readonly store: KeptMediaStore;
  readonly media: Pick<KeptMedia, 'take'>;
  readonly eventLog: Pick<EventLog, 'read' | 'subscribe'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly isConnected: (sessionId: string) => boolean;
  /** Has a session's worker write the file of a message. */
  readonly fetch: (sessionId: string, messageId: string, file: string, maxBytes: number, signal: AbortSignal) => Promise<ToldMedia>;
  /** Whether the disk takes so many bytes and has room for everything else afterwards. */
  readonly hasRoomFor: (bytes: number) => boolean;
}

const received = 'message.received';
/** So many events are read in one transaction: between two of them HTTP and the workers have their turn. */
const pageSize = 500;
const betweenPagesMs = 20;
/** Each is in memory several times over while it goes from the browser to the disk. */
const fetchesAtOnce = 4;
const lookForRoomEveryMs = 5_000;

/** Fetches the files of incoming messages at once: one at a time of a session, what the log tells of after a restart included. */
export class AutoDownload {
  readonly #options: AutoDownloadOptions;
  readonly #queue = new PQueue({ concurrency: fetchesAtOnce });
  readonly #busy = new Set<string>();
  readonly #timers = new Map<string, () => void>();
  readonly #ends = new AbortController();
  #unsubscribe: () => void = () => undefined;
  #cancelIntake: () => void = () => undefined;
  #cursor = 0;

  constructor(options: AutoDownloadOptions) {
    this.#options = options;
  }

  /** Begins with what the log has had since the last time; where there was none, with what comes now. */
  start(): void {
    const { store, eventLog } = this.#options;
    this.#cursor = store.cursor ?? eventLog.read({ after: Number.MAX_SAFE_INTEGER, limit: 1 }).last_seq;
    this.#unsubscribe = eventLog.subscribe((event) => {
      this.#heard(event);
    });
    this.#takeIn();
    for (const sessionId of store.waitingSessions()) this.#wake(sessionId);
  }

  /** Breaks off what is under way; it is fetched after the next start. */
  close(): void {
    this.#unsubscribe();
    this.#ends.abort();
    this.#cancelIntake();
    for (const cancel of this.#timers.values()) cancel();
    this.#queue.clear();
  }

  #heard({ type, seq, session_id: sessionId, data }: LoggedEvent): void {
    if (type === 'session.state_changed' && data['to'] === 'connected' && sessionId !== null) this.#line(sessionId);
    if (type !== received) return;
    // Also now and then without: the next intake reads all that came since.
    if (isWanted(data, this.#options.rules) || seq - this.#cursor >= pageSize) this.#takeIn();
  }

  #takeIn(): void {
    this.#options.store.takeIn(() => this.#read());
  }

  #read(): MediaIntake {
    const { eventLog, rules } = this.#options;
    const { events, last_seq: lastSeq } = eventLog.read({ after: this.#cursor, types: [received], limit: pageSize });
    const isLastPage = events.length < pageSize;
    const upTo = isLastPage ? lastSeq : (events.at(-1)?.seq ?? lastSeq);
    const notes = events.filter(({ data }) => isWanted(data, rules)).flatMap((event) => noteOf(event));
    const onCommitted = (): void => {
      this.#cursor = Math.max(this.#cursor, upTo);
      for (const sessionId of new Set(notes.map((note) => note.sessionId))) this.#wake(sessionId);
      if (!isLastPage && !this.#isClosed) this.#takeInSoon();
    };
    return { notes, upTo, onCommitted };
  }

  /** The next page. Messages that come meanwhile ask for it as well: it is read once. */
  #takeInSoon(): void {
    this.#cancelIntake();
    this.#cancelIntake = this.#options.clock.after(betweenPagesMs, () => this.#takeIn());
  }

  get #isClosed(): boolean {
    return this.#ends.signal.aborted;
  }

  /** Gives a session that is connected its turn, unless it has one. */
  #wake(sessionId: string): void {
    if (this.#options.isConnected(sessionId)) this.#line(sessionId);
  }

  #line(sessionId: string): void {
    if (this.#isClosed || this.#busy.has(sessionId)) return;
    this.#timers.get(sessionId)?.();
    this.#timers.delete(sessionId);
    this.#busy.add(sessionId);
    void this.#queue.add(async () => this.#turn(sessionId));
  }

  #wakeLater(sessionId: string, delayMs: number): void {
    if (this.#isClosed) return;
    const cancel = this.#options.clock.after(delayMs, () => {
      this.#timers.delete(sessionId);
      this.#wake(sessionId);
    });
    this.#timers.set(sessionId, cancel);
  }

  /** Fetches one file; other sessions have their turns before the next. */
  async #turn(sessionId: string): Promise<void> {
    const delayMs = await this.#fetchNext(sessionId).catch((error: unknown) => {
      this.#options.logger.error({ err: error, session_id: sessionId }, 'Media could not be fetched within the service; it is tried again');
      return lookForRoomEveryMs;
    });
    this.#busy.delete(sessionId);
    if (delayMs === 0) this.#wake(sessionId);
    else if (delayMs !== undefined) this.#wakeLater(sessionId, delayMs);
  }

  /** Returns after how long the session has its next turn; undefined where it waits for no more. */
  async #fetchNext(sessionId: string): Promise<number | undefined> {
    const { store, clock, rules, hasRoomFor } = this.#options;
    const next = store.next(sessionId);
    if (next === undefined) return undefined;
    const leftMs = next.nextAttemptMs - clock.now();
    if (leftMs > 0) return leftMs;
    // A full disk is for the log and the sessions: nothing is fetched before there is room again.
    if (!hasRoomFor(next.size ?? rules.maxBytes)) return lookForRoomEveryMs;
    await this.#fetch(next);
    return 0;
  }

  async #fetch(waiting: WaitingMedia): Promise<void> {
    const { media, fetch, rules } = this.#options;
    const { sessionId, messageId } = waiting;
    try {
      await media.take(waiting, async (file) => fetch(sessionId, messageId, file, rules.maxBytes, this.#ends.signal));
    } catch (error) {
      if (!this.#isClosed) this.#failed(waiting, error);
    }
  }

  #failed({ seq, sessionId, attempts }: WaitingMedia, error: unknown): void {
    const { store, clock, logger } = this.#options;
    const code = errorCodeOf(error);
    const verdict = afterFailure(code, attempts + 1);
    if (verdict.kind === 'give_up') {
      store.drop(seq);
      logger.warn({ session_id: sessionId, code, attempts: attempts + 1 }, 'The media of a message could not be fetched and is given up');
      return;
    }
    store.postpone(seq, attempts + Number(verdict.kind === 'retry'), clock.now() + verdict.delayMs);
  }
}

function noteOf({ seq, session_id: sessionId, time, data }: LoggedEvent): MediaNote[] {
  const { message_id: messageId, media } = data;
  if (sessionId === null || typeof messageId !== 'string') return [];
  const size: unknown = typeof media === 'object' && media !== null ? Reflect.get(media, 'size') : undefined;
  return [{ seq, sessionId, messageId, size: typeof size === 'number' ? size : null, timeMs: Date.parse(time) }];
}
