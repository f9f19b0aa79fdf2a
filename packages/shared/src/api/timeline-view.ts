/** A support bundle as the timeline lists it. */
export interface BundleView {
  readonly id: string;
  readonly time: string;
  readonly bytes: number;
}

export interface PhaseView {
  readonly phase: string;
  readonly started_at: string;
  readonly ended_at: string;
  readonly deadline_ms: number | null;
  readonly outcome: 'done' | 'failed';
  readonly detail: string | null;
}

export interface StartView {
  readonly started_at: string;
  readonly cause: string;
  readonly ended_at: string | null;
  readonly exit_code: number | null;
  readonly exit_signal: string | null;
  readonly phases: readonly PhaseView[];
}

/** The last starts of a session with their phases, oldest first. */
export interface TimelineView {
  readonly session_id: string;
  readonly starts: readonly StartView[];
  /** What is kept of starts that failed. */
  readonly bundles: readonly BundleView[];
}
