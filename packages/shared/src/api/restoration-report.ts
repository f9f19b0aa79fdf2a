/** How far a restoration is. */
export interface RestorationProgress {
  readonly total: number;
  readonly restored: number;
  readonly failed: number;
  readonly remaining: number;
}

export interface RestoredSession {
  readonly session_id: string;
  readonly outcome: 'restored' | 'failed' | 'pending';
  /** Its worker had outlived the earlier supervisor: it was connected all the time. */
  readonly adopted: boolean;
  readonly message: string | null;
  readonly duration_ms: number | null;
}

/** What is kept of a restoration; times are ISO 8601 in UTC. */
export interface RestorationReport {
  readonly service_stopped_at: string | null;
  readonly service_started_at: string;
  readonly began_at: string;
  readonly first_connected_at: string | null;
  readonly last_connected_at: string | null;
  readonly completed_at: string | null;
  readonly directory_source: 'django' | 'last_known' | 'embedded';
  readonly restored: number;
  readonly failed: number;
  readonly sessions: readonly RestoredSession[];
}
