/** A backup of one session's login, as it is seen from outside. */
export interface BackupView {
  readonly id: string;
  readonly session_id: string;
  readonly created_at: string;
  /** The size of the archive. */
  readonly bytes: number;
  /** Whether the session was connected when it was made, so that its login worked then; null where the archive cannot be read. */
  readonly connected: boolean | null;
  /** Null where the archive cannot be read. */
  readonly encrypted: boolean | null;
  /** What is wrong with its beginning; whether all of it is well is what a verification says. */
  readonly fault: string | null;
}

/** When backups are made by themselves, and what became of the last run over all sessions. */
export interface BackupScheduleView {
  /** A cron expression; null: nothing is backed up by itself. */
  readonly schedule: string | null;
  /** Null while one runs, and without a schedule. */
  readonly next_run_at: string | null;
  readonly running: boolean;
  readonly last_run: {
    readonly began_at: string;
    /** Null while it runs, and where the end of the service cut it short. */
    readonly completed_at: string | null;
    readonly made: number;
    readonly failed: number;
    /** Why the run as a whole came to nothing. */
    readonly fault: string | null;
  } | null;
}

/** A backup that was read to its end and is well. */
export interface VerifiedBackup {
  readonly backup: BackupView;
  readonly files: number;
  /** What its files take once they are unpacked. */
  readonly content_bytes: number;
}
