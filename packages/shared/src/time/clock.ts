/** Time as policies see it; tests hand in their own. */
export interface Clock {
  /** Milliseconds since the epoch, or, of a clock that says so, since some other moment. */
  now(): number;
  /** Calls back after `delayMs`; the returned function cancels. */
  after(delayMs: number, callback: () => void): () => void;
}

/** The machine's own time. */
export const systemClock: Clock = { now: () => Date.now(), after };

/** The time since the process began, for what is measured: it does not jump when the machine's time is set. */
export const steadyClock: Clock = { now: () => performance.now(), after };

function after(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => {
    clearTimeout(timer);
  };
}

/** A time in milliseconds as an ISO 8601 text in UTC. */
export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** The same for a time that may not be known. */
export function isoTimeOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : isoTime(timeMs);
}
