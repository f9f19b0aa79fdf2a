import type { LiveEvents } from './live-events.ts';

/** What the events do not tell, such as memory, changes about so often. */
const everyMs = 5_000;

/** Asks at once, now and then while somebody looks, and whenever the event stream is back; until the returned function is called. */
export function keepFresh(live: LiveEvents, refresh: () => Promise<void>): () => void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') void refresh();
  }, everyMs);
  const endBack = live.onBack(() => void refresh());
  void refresh();
  return () => {
    clearInterval(timer);
    endBack();
  };
}
