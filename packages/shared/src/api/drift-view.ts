import type { SessionStatus } from '../session/session-status.ts';

/** How Django's list of sessions and the service's sessions differ; snake_case as it goes out. */
export interface DriftView {
  readonly checked_at: string;
  /** How many sessions Django lists. */
  readonly listed: number;
  /** What Django lists and does not run here. */
  readonly to_start: readonly { readonly session_id: string; readonly instance_name: string | null }[];
  /** What is here and Django does not list. */
  readonly to_end: readonly { readonly session_id: string; readonly instance_name: string | null; readonly status: SessionStatus }[];
  /** What Django does not list either, and stays as it is: it is not linked yet, or only just. */
  readonly left_alone: readonly string[];
  /** Entries of Django's list that could not be read, as sentences. */
  readonly malformed: readonly string[];
}
