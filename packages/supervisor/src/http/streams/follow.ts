import type { SSEMessage } from '@fastify/sse';
import type { EventStream } from './event-stream.ts';

/** A numbered sequence that grows, and can be read again from any number. */
export interface FollowedLog<Item extends { readonly seq: number }> {
  /** The wanted items after a number, oldest first, at most `limit`. */
  read(after: number, limit: number): readonly Item[];
  /** Calls back for each new item, wanted or not. */
  subscribe(listener: (item: Item) => void): () => void;
  toMessage(item: Item): SSEMessage;
}

const batchSize = 100;

/**
 * Sends what comes after a number, then what is new, until the stream ends; without a number only what is new.
 * Nothing is kept for a client: it is read from the log when the socket can take it, so a slow client costs no memory.
 */
export async function follow<Item extends { readonly seq: number }>(
  stream: EventStream,
  log: FollowedLog<Item>,
  after: number | undefined,
): Promise<void> {
  let wake = (): void => undefined;
  let newest = after;
  let isBehind = after !== undefined;
  const unsubscribe = log.subscribe((item) => {
    newest ??= item.seq - 1;
    isBehind = true;
    wake();
  });
  try {
    await stream.begin();
    while (stream.isOpen) {
      if (!isBehind) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await Promise.race([woken, stream.closed]);
        continue;
      }
      isBehind = false;
      newest = await sendFrom(stream, log, newest ?? 0);
    }
  } finally {
    unsubscribe();
  }
}

/** Sends all there is after a number and returns the number it came to. */
async function sendFrom<Item extends { readonly seq: number }>(
  stream: EventStream,
  log: FollowedLog<Item>,
  after: number,
): Promise<number> {
  let last = after;
  while (stream.isOpen) {
    const items = log.read(last, batchSize);
    for (const item of items) {
      await stream.send(log.toMessage(item));
      if (!stream.isOpen) return last;
      last = item.seq;
    }
    if (items.length < batchSize) return last;
  }
  return last;
}
