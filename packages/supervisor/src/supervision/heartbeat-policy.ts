/** After this long without a beat a worker counts as unresponsive. */
const silentAfterMs = 15_000;
/** After this long without a beat it is ended. */
const deadAfterMs = 30_000;
/** A timer that fires later than this says that this process was asleep or busy, not the worker. */
const lateAfterMs = 2_000;

export type HeartbeatVerdict = 'alive' | 'silent' | 'dead' | 'unsure';

/** Judges a worker's silence; `dueMs` is when the look was to happen, `nowMs` when it did. */
export function judgeSilence(nowMs: number, dueMs: number, lastBeatMs: number): HeartbeatVerdict {
  if (nowMs - dueMs > lateAfterMs) return 'unsure';
  const silenceMs = nowMs - lastBeatMs;
  if (silenceMs >= deadAfterMs) return 'dead';
  return silenceMs >= silentAfterMs ? 'silent' : 'alive';
}
