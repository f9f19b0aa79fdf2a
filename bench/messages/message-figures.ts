import type { BackfillFigures } from './backfill.ts';

/** Sends of one round, one way. */
export interface SendFigures {
  /** What each call took, in milliseconds. */
  readonly tookMs: readonly number[];
  /** From the first call to the last answer. */
  readonly wholeMs: number;
}

/** Messages that came in one round, one way. */
export interface IncomingFigures {
  /** One message at a time: from the phone until the receiver has it. */
  readonly toReceiverMs: readonly number[];
  /** The same until it is read from the log's stream; undefined where there is no log. */
  readonly toLogMs: readonly number[] | undefined;
  /** A burst of messages: from the first one at the phone until the receiver, and the log's stream, have the last. */
  readonly burstMs: number;
  readonly burstToLogMs: number | undefined;
}

/** All of one contender in one round. */
export interface MessageRound {
  readonly sendsOfOne: SendFigures;
  readonly sendsOfAll: SendFigures;
  readonly incoming: IncomingFigures;
}

/** All that was measured; the figures of the same round stand at the same place of both. */
export interface MessagesResult {
  readonly time: string;
  readonly cores: number;
  readonly node: string;
  readonly browser: string;
  readonly sessions: number;
  readonly rounds: number;
  readonly messages: number;
  readonly service: readonly MessageRound[];
  readonly direct: readonly MessageRound[];
  /** How many messages a stopped session missed in each round, and how long it took to log them. */
  readonly missed: number;
  readonly backfills: readonly BackfillFigures[];
}
