/** One session as the application lists it. */
export interface ListedSession {
  readonly sessionId: string;
  readonly userId: number | string | null;
  readonly instanceName: string | null;
}

/** A list of sessions, and what in it could not be read, as sentences. */
export interface SessionList {
  readonly sessions: readonly ListedSession[];
  readonly malformed: readonly string[];
}

/** How the directory is doing. */
export interface DirectoryStatus {
  readonly source: 'django' | 'embedded';
  readonly reachable: boolean | null;
  readonly lastFetchedMs: number | null;
  readonly lastError: string | null;
  readonly malformed: readonly string[];
  /** Since when the list is empty although it had sessions before, while that is not obeyed yet. */
  readonly emptySinceMs: number | null;
}
