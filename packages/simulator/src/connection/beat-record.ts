/** Beats come twice a second: this is five minutes. */
const keptGaps = 600;

/** When a page's script gave signs of life: a page that stood still shows as a gap. */
export class BeatRecord {
  #gaps: { readonly endedAtMs: number; readonly gapMs: number }[] = [];
  #lastMs: number | undefined;

  beat(nowMs: number): void {
    if (this.#lastMs !== undefined) this.#gaps = [...this.#gaps, { endedAtMs: nowMs, gapMs: nowMs - this.#lastMs }].slice(-keptGaps);
    this.#lastMs = nowMs;
  }

  /** The longest time without a beat that ended after `sinceMs` or goes on; null before the first beat. */
  longestGapMs(sinceMs: number, nowMs: number): number | null {
    if (this.#lastMs === undefined) return null;
    const ended = this.#gaps.filter(({ endedAtMs }) => endedAtMs >= sinceMs).map(({ gapMs }) => gapMs);
    return Math.max(nowMs - this.#lastMs, ...ended);
  }
}
