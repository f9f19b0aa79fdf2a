import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasAuthFiles, sessionFolder } from '@whatsapp-service/shared/auth/session-folder.ts';
import { isSessionId } from '@whatsapp-service/shared/session/session-id.ts';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';

/** The sessions' profile folders. Nothing is ever deleted here: what is no longer wanted moves to the quarantine. */
export class AuthStore {
  readonly authDir: string;
  readonly #clock: Clock;

  constructor(authDir: string, clock: Clock) {
    this.authDir = authDir;
    this.#clock = clock;
    mkdirSync(authDir, { recursive: true, mode: 0o700 });
  }

  hasAuthFiles(sessionId: string): boolean {
    return hasAuthFiles(this.authDir, sessionId);
  }

  /** The sessions whose profile folder is on disk. */
  listSessionIds(): string[] {
    return readdirSync(this.authDir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name.startsWith('session-'))
      .map((entry) => entry.name.slice('session-'.length))
      .filter(isSessionId);
  }

  /** Moves the profile aside, with the reason beside it; only to be called once no process uses it. */
  quarantine(sessionId: string, reason: string): void {
    const folder = sessionFolder(this.authDir, sessionId);
    if (!existsSync(folder)) return;
    const time = isoTime(this.#clock.now());
    const quarantine = join(this.authDir, 'quarantine');
    mkdirSync(quarantine, { recursive: true, mode: 0o700 });
    const target = freePath(join(quarantine, `${time.replaceAll(':', '-')}-session-${sessionId}`));
    renameSync(folder, target);
    const note = { session_id: sessionId, reason, quarantined_at: time };
    writeFileSync(`${target}.json`, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
  }
}

function freePath(path: string): string {
  let candidate = path;
  for (let count = 2; existsSync(candidate); count += 1) candidate = `${path}-${count}`;
  return candidate;
}
