/** What to do now with a worker that was asked to stop, and when to look again. */
export interface LadderStep {
  readonly signal: 'SIGTERM' | 'SIGKILL' | null;
  readonly waitMs: number;
}

/** So long a worker that was asked to stop is left to itself. */
export const politeMs = 10_000;
/** A worker that says "closing" is writing its profile: it gets more time. */
const politeAtMostMs = 30_000;
const termMs = 5_000;
const lookMs = 1_000;

/** The step that is due `elapsedMs` after the request to stop; `closing` is what the worker's last beat said. */
export function killLadder(elapsedMs: number, closing: boolean): LadderStep {
  const politeUntilMs = closing ? politeAtMostMs : politeMs;
  if (elapsedMs < politeUntilMs) {
    return { signal: null, waitMs: Math.min(lookMs, politeUntilMs - elapsedMs) };
  }
  if (elapsedMs < politeUntilMs + termMs) {
    return { signal: 'SIGTERM', waitMs: politeUntilMs + termMs - elapsedMs };
  }
  return { signal: 'SIGKILL', waitMs: lookMs };
}
