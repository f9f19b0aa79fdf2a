import type { Logger } from 'pino';
import type { AccountFact, Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { HistoryPort } from '../whatsapp/history-port.ts';
import { CatchUp } from './catch-up.ts';
import type { LogKnowledge } from './catch-up.ts';
import { MessageFeed } from './message-feed.ts';

export interface MessageIntakeOptions {
  readonly log: Logger;
  readonly clock: Clock;
  /** Whether the fact was taken. */
  readonly state: (fact: Fact) => boolean;
  readonly knowledge: LogKnowledge;
  /** Resolves once few facts wait for their commit; false where that did not come in time. */
  readonly room: () => Promise<boolean>;
  /** The page's history, as long as the session is connected. */
  readonly history: () => HistoryPort | undefined;
}

/** Everything that happens to the account, as the page tells it or as it is fetched afterwards. */
export class MessageIntake {
  readonly #feed: MessageFeed;
  readonly #catchUp: CatchUp;
  readonly #history: () => HistoryPort | undefined;

  constructor(options: MessageIntakeOptions) {
    this.#history = options.history;
    this.#feed = new MessageFeed(options);
    this.#catchUp = new CatchUp({ ...options, feed: this.#feed });
  }

  /** The page tells of something. */
  tell(fact: AccountFact): void {
    this.#feed.tell(fact);
  }

  /** The session is connected, at first or again. */
  connected(): void {
    this.#catchUp.begin();
  }

  /** The connection or the page's document is lost. */
  lost(): void {
    this.#feed.fallBehind();
  }

  /** There is a supervisor again that can be asked. */
  supervised(): void {
    this.#catchUp.resume();
  }

  /** Messages could not be kept, and now there is room for them. */
  hasRoom(): void {
    if (this.#history() !== undefined) this.#catchUp.begin();
  }

  /** Nothing more is fetched. Where the session stays linked the next process fetches what is held back; otherwise it is stated. */
  stop(isLinked: boolean): void {
    this.#catchUp.stop();
    if (isLinked) this.#feed.leave();
    else this.#feed.release();
  }
}
