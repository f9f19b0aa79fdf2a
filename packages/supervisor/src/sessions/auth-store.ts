import { mkdirSync, readdirSync } from 'node:fs';
import { hasAuthFiles } from '@whatsapp-service/shared/auth/session-folder.ts';
import { isSessionId } from '@whatsapp-service/shared/session/session-id.ts';
import type { Quarantine } from '../quarantine/quarantine.ts';

/** The sessions' profile folders. Nothing is deleted here: what is no longer wanted moves to the quarantine. */
export class AuthStore {
  readonly authDir: string;
  readonly #quarantine: Quarantine;

  constructor(authDir: string, quarantine: Quarantine) {
    this.authDir = authDir;
    this.#quarantine = quarantine;
    mkdirSync(authDir, { recursive: true, mode: 0o700 });
  }

  /** Whether the session has a profile to start from; one that is owed to the quarantine is moved there first. */
  hasAuthFiles(sessionId: string): boolean {
    this.#quarantine.settle(sessionId);
    return hasAuthFiles(this.authDir, sessionId);
  }

  /** The sessions whose profile folder is on disk. */
  listSessionIds(): string[] {
    return readdirSync(this.authDir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name.startsWith('session-'))
      .map((entry) => entry.name.slice('session-'.length))
      .filter(isSessionId);
  }

  /** Moves the profile aside, with the reason beside it, as soon as no process uses it. */
  quarantine(sessionId: string, reason: string): void {
    this.#quarantine.take(sessionId, reason);
  }

  /** Puts a folder in the place of the profile, which moves to the quarantine; returns why that cannot be, and then nothing has changed. */
  replace(sessionId: string, folder: string, reason: string): string | undefined {
    const fault = this.#quarantine.exchange(sessionId, folder, reason);
    return fault === undefined ? undefined : `the profile that is there cannot be moved to the quarantine: ${fault}`;
  }
}
