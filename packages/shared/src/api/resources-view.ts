/** What the processes of a session took in one stretch of time. */
export interface ResourceSample {
  /** When the stretch ended. */
  readonly time: string;
  /** The most of it. */
  readonly rss_bytes: number;
  /** The mean of it; 100 is one processor. */
  readonly cpu_percent: number;
}

/** What a session took over the last time, oldest first. */
export interface ResourcesView {
  readonly session_id: string;
  readonly every_seconds: number;
  readonly samples: readonly ResourceSample[];
}
