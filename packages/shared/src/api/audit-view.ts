/** One call that was to change something, as the audit log has it. */
export interface AuditEntryView {
  readonly seq: number;
  readonly time: string;
  /** Null where a sign-in was refused: nobody's key it was. */
  readonly key_id: string | null;
  readonly key_name: string | null;
  /** Whether the key came with the request, or a browser had signed in with it. */
  readonly via: 'key' | 'page';
  readonly method: string;
  /** The template: what stands in a path may name people. */
  readonly route: string;
  readonly session_id: string | null;
  /** The key, backup, webhook, send, job or upload that it was about. */
  readonly target: string | null;
  /** Null where the caller was gone before it was answered. */
  readonly status: number | null;
  readonly request_id: string;
  readonly address: string;
}

/** A page of the audit log, and what it does not have yet. */
export interface AuditPage {
  readonly entries: AuditEntryView[];
  readonly next_cursor: string | null;
  /** How many entries wait in memory because the disk refuses. */
  readonly waiting: number;
  /** How many were lost since the start because it refused for too long. */
  readonly lost: number;
}
