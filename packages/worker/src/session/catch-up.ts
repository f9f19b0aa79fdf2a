import type { Logger } from 'pino';
import { chatsPerCatchUp, entryIdOf } from '@whatsapp-service/shared/ipc/facts.ts';
import type { ChatEntry } from '@whatsapp-service/shared/ipc/facts.ts';
import { idsPerQuestion } from '@whatsapp-service/shared/ipc/methods/backfill-methods.ts';
import type { CursorPage } from '@whatsapp-service/shared/ipc/methods/backfill-methods.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';
import type { ChatTail, FoundMessage, HistoryPort } from '../whatsapp/history-port.ts';
import { failureKind, messageOf } from './failure-kind.ts';
import type { MessageFeed } from './message-feed.ts';
import { lagOf, select } from './missed-messages.ts';
import type { Known, Lag } from './missed-messages.ts';

/** What the supervisor has of the session's messages; it rejects while the supervisor is away. */
export interface LogKnowledge {
  cursors(after: string | null): Promise<CursorPage>;
  unknown(chatId: string, messageIds: string[]): Promise<string[]>;
}

export interface CatchUpOptions {
  readonly log: Logger;
  readonly clock: Clock;
  readonly feed: MessageFeed;
  /** The page's history, as long as the session is connected. */
  readonly history: () => HistoryPort | undefined;
  readonly knowledge: LogKnowledge;
  /** Resolves once few facts wait for their commit; false where that did not come in time. */
  readonly room: () => Promise<boolean>;
}

const pageTimeoutMs = 60_000;
const retryMs = 10_000;
const longestRetryMs = 300_000;
const messagesPerRead = 50;
/** Some of what is found may be in the log already: it takes none of the limit's places. */
const knownAllowance = 1_000;

/** Brings the event log up to what the account's chats hold: once a session is connected, and again until it succeeds. */
export class CatchUp {
  readonly #options: CatchUpOptions;
  #isRunning = false;
  #isDueAgain = false;
  #failures = 0;
  #cancelRetry: () => void = () => undefined;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** Messages may have been missed: what is told from here on waits for what is fetched. */
  begin(): void {
    this.#options.feed.fallBehind();
    this.#isDueAgain = true;
    if (!this.#isRunning) void this.#run();
  }

  /** Tries again at once what failed before. */
  resume(): void {
    if (this.#options.feed.isBehind && !this.#isRunning) void this.#run();
  }

  stop(): void {
    this.#cancelRetry();
    this.#isDueAgain = false;
  }

  async #run(): Promise<void> {
    this.#cancelRetry();
    this.#isRunning = true;
    try {
      do {
        this.#isDueAgain = false;
        await this.#catchUp();
      } while (this.#isDueAgain);
      this.#failures = 0;
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isRunning = false;
    }
  }

  #failed(error: unknown): void {
    const { clock, log } = this.#options;
    // What is held back stays so, for its minute: a supervisor that is away for a moment is no reason to mix up a chat's order.
    // A browser that has ended, or gone to another document, is told of by who watches it.
    if (failureKind(error) !== 'other') return;
    log.warn({ error: messageOf(error).slice(0, 300) }, 'missed messages could not be fetched; it is tried again');
    this.#failures += 1;
    const delayMs = Math.min(longestRetryMs, retryMs * 2 ** (this.#failures - 1));
    this.#cancelRetry = clock.after(delayMs, () => {
      this.resume();
    });
  }

  async #catchUp(): Promise<void> {
    const { feed, history: find, clock } = this.#options;
    const history = find();
    // The next "ready" begins anew.
    if (history === undefined) return;
    const known = await this.#askKnown();
    const chats = await withDeadline(history.chats(), pageTimeoutMs, 'Listing the chats');
    const lags = chats.flatMap((chat) => lagOf(chat, known, clock.now()) ?? []);
    const missed: FoundMessage[] = [];
    for (const lag of lags) missed.push(...(await this.#missedIn(lag, history, known.limit)));
    await this.#tell(
      missed.toSorted((a, b) => a.timeMs - b.timeMs),
      history,
    );
    if (this.#isDueAgain) return;
    feed.caughtUp(lags.slice(0, chatsPerCatchUp).map(({ chatId, untilMs }) => ({ chat_id: chatId, timeMs: untilMs })));
  }

  async #askKnown(): Promise<Known> {
    const { knowledge } = this.#options;
    let page = await knowledge.cursors(null);
    const pages = [page];
    while (page.next !== null) {
      page = await knowledge.cursors(page.next);
      pages.push(page);
    }
    const cursors = pages.flatMap((each) => each.cursors).map((cursor) => [cursor.chatId, cursor] as const);
    return { ...page, cursors: new Map(cursors) };
  }

  /** What of a chat is not in the log; a gap is stated at once. */
  async #missedIn(lag: Lag, history: HistoryPort, limit: number): Promise<readonly FoundMessage[]> {
    const tail = await withDeadline(
      history.tail(lag.chatId, lag.sinceMs, limit + knownAllowance),
      pageTimeoutMs,
      'Looking for messages of a chat',
    );
    if (tail === null) return [];
    const { feed } = this.#options;
    const unknown = await this.#unknownOf(lag.chatId, tail);
    const judgement = { isUnknown: (id: string) => unknown.has(id), isHeld: (id: string) => feed.holds(id) };
    const { messages, gap } = select(lag, tail, judgement, limit);
    if (gap !== undefined) feed.gap({ chat_id: lag.chatId, ...gap });
    return messages;
  }

  async #unknownOf(chatId: string, { messages }: ChatTail): Promise<Set<string>> {
    const unknown = new Set<string>();
    for (let from = 0; from < messages.length; from += idsPerQuestion) {
      const ids = messages.slice(from, from + idsPerQuestion).map(({ messageId }) => messageId);
      for (const id of await this.#options.knowledge.unknown(chatId, ids)) unknown.add(id);
    }
    return unknown;
  }

  async #tell(missed: readonly FoundMessage[], history: HistoryPort): Promise<void> {
    const { feed, room } = this.#options;
    for (let from = 0; from < missed.length; from += messagesPerRead) {
      const ids = missed.slice(from, from + messagesPerRead).map(({ messageId }) => messageId);
      const wanted = ids.filter((id) => !feed.holds(id));
      const entries = await withDeadline(history.read(wanted), pageTimeoutMs, 'Reading messages');
      if (!(await room())) throw new Error('The supervisor commits nothing.');
      const read = new Map(entries.map((entry) => [entryIdOf(entry), entry]));
      for (const id of ids) this.#tellOne(id, read.get(id));
    }
  }

  /** The page may have told of it meanwhile. */
  #tellOne(id: string, read: ChatEntry | undefined): void {
    const { feed } = this.#options;
    if (feed.holds(id)) feed.tellHeld(id);
    else if (read !== undefined) feed.backfill(read);
  }
}
