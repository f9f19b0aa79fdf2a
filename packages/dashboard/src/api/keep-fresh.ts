import type { LiveEvents } from './live-events.ts';

/** What the events do not tell, such as memory, changes about so often. */
const everyMs = 5_000;

/**
 * Asks at once, now and then while somebody looks, and whenever the event stream is back; until the returned function is called. While
 * the stream is being dialled it waits for that: what is asked for then misses nothing, and is asked for once.
 */
export function keepFresh(live: LiveEvents, refresh: () => Promise<void>): () => void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') void refresh();
  }, everyMs);
  const endTurn = live.onTurn(() => void refresh());
  if (live.state.peek() !== 'connecting') void refresh();
  return () => {
    clearInterval(timer);
    endTurn();
  };
}
