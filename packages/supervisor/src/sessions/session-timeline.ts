import type { StartView, TimelineView } from '@whatsapp-service/shared/api/timeline-view.ts';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';

export type PhaseFact = Extract<Fact, { type: 'phase_ended' }>;

const keptStarts = 10;
/** A start has some six phases; reconnects add more, and a page that flaps must not fill the memory. */
const keptPhases = 100;

/** Remembers what the last starts of one session went through. */
export class SessionTimeline {
  #starts: StartView[] = [];

  started(timeMs: number, cause: string): void {
    const start: StartView = {
      started_at: isoTime(timeMs),
      cause,
      ended_at: null,
      exit_code: null,
      exit_signal: null,
      phases: [],
    };
    this.#starts = [...this.#starts, start].slice(-keptStarts);
  }

  phaseEnded(fact: PhaseFact): void {
    this.#changeLast((start) => ({
      ...start,
      phases: [
        ...start.phases,
        {
          phase: fact.phase,
          started_at: isoTime(fact.startedAtMs),
          ended_at: isoTime(fact.endedAtMs),
          deadline_ms: fact.deadlineMs,
          outcome: fact.outcome,
          detail: fact.detail,
        },
      ].slice(-keptPhases),
    }));
  }

  ended(timeMs: number, code: number | null, signal: string | null): void {
    this.#changeLast((start) => ({
      ...start,
      ended_at: isoTime(timeMs),
      exit_code: code,
      exit_signal: signal,
    }));
  }

  /** What the last phase of the present start said, where it failed. */
  get failure(): string | null {
    const last = this.#starts.at(-1)?.phases.at(-1);
    return last?.outcome === 'failed' ? last.detail : null;
  }

  view(sessionId: string): Omit<TimelineView, 'bundles'> {
    return { session_id: sessionId, starts: this.#starts };
  }

  #changeLast(change: (start: StartView) => StartView): void {
    const last = this.#starts.at(-1);
    if (last !== undefined) this.#starts = [...this.#starts.slice(0, -1), change(last)];
  }
}
