import type { ChatCursor } from '@whatsapp-service/shared/ipc/methods/backfill-methods.ts';
import type { ChatTail, FoundMessage, ListedChat } from '../whatsapp/history-port.ts';

/** What the supervisor knows of the session's chats, and how much may be fetched. Times in milliseconds since the epoch. */
export interface Known {
  readonly sinceMs: number;
  readonly overlapMs: number;
  readonly limit: number;
  readonly maxAgeMs: number;
  readonly cursors: ReadonlyMap<string, ChatCursor>;
}

/** A chat in which something is missing after `doneMs`, and the time from which its messages are asked for. */
export interface Lag {
  readonly chatId: string;
  readonly doneMs: number;
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** How far a chat lags behind; undefined where nothing of it can be missing. */
export function lagOf({ chatId, timeMs, newestId }: ListedChat, known: Known, nowMs: number): Lag | undefined {
  const cursor = known.cursors.get(chatId);
  // A cursor in the future is a clock that was ahead when it was set.
  const doneMs = Math.min(cursor?.timeMs ?? known.sinceMs, nowMs);
  // WhatsApp counts in seconds: in the cursor's own there may be another message.
  const isOtherOfThatSecond = timeMs === doneMs && newestId !== '' && newestId !== cursor?.newestId;
  if (timeMs <= doneMs && !isOtherOfThatSecond) return undefined;
  const wantedMs = cursor === undefined ? doneMs : doneMs - known.overlapMs;
  return { chatId, doneMs, sinceMs: Math.max(wantedMs, known.sinceMs, nowMs - known.maxAgeMs), untilMs: timeMs };
}

/** What is told of a chat, oldest first, and between which times something is left out. */
export interface Selection {
  readonly messages: readonly FoundMessage[];
  readonly gap: { readonly fromMs: number; readonly toMs: number } | undefined;
}

/** What is known of a chat's messages: which are not in the log, and which of these the page has told of already. */
export interface Judgement {
  readonly isUnknown: (messageId: string) => boolean;
  readonly isHeld: (messageId: string) => boolean;
}

/** Takes what the page has told of, and the newest of what has to be fetched. */
export function select(lag: Lag, tail: ChatTail, { isUnknown, isHeld }: Judgement, limit: number): Selection {
  const missing = tail.messages.filter(({ messageId }) => isUnknown(messageId));
  const fetched = missing.filter(({ messageId }) => !isHeld(messageId));
  const leftOut = new Set(fetched.slice(0, Math.max(0, fetched.length - limit)));
  const messages = missing.filter((message) => !leftOut.has(message));
  const isTooOld = tail.before !== null && tail.before.timeMs > lag.doneMs;
  if (leftOut.size === 0 && tail.isComplete && !isTooOld) return { messages, gap: undefined };
  return { messages, gap: { fromMs: lag.doneMs, toMs: fetched[leftOut.size]?.timeMs ?? lag.untilMs } };
}
