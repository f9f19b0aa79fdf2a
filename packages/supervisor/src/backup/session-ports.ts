import type { SessionState } from '@whatsapp-service/shared/session/session-state.ts';

/** A session, as far as a backup of it is concerned. */
export interface BackedUpSession {
  readonly state: SessionState;
  readonly record: {
    readonly sessionId: string;
    readonly linked: 'yes' | 'no' | 'unknown';
    readonly connectedSinceMs: number | null;
  };
}

/** The sessions that can be backed up. */
export interface BackedUpSessions {
  all(): readonly BackedUpSession[];
  /** Throws SessionNotFound. */
  get(sessionId: string): BackedUpSession;
}

/** The sessions that backups can be put in place for. */
export interface RestoredSessions {
  readonly size: number;
  find(sessionId: string): { readonly state: SessionState } | undefined;
  /** Throws SessionBusy while a logout or a deletion is under way. */
  assertIdle(sessionId: string): void;
  /** Takes down that a backup is in place: the session is stopped, linked, and made where there was none. */
  restored(sessionId: string): void;
}

/** The profiles. */
export interface LoginStore {
  readonly authDir: string;
  hasAuthFiles(sessionId: string): boolean;
  /** Puts a folder in the place of a profile, which moves to the quarantine; returns why that cannot be, and then nothing has changed. */
  replace(sessionId: string, folder: string, reason: string): string | undefined;
}
