import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Type from 'typebox';
import type { Static } from 'typebox';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { LazyValidator } from '@whatsapp-service/shared/validation/lazy-validator.ts';
import { identify, isAlive } from '@whatsapp-service/shared/process/process-identity.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { isSessionId } from '@whatsapp-service/shared/session/session-id.ts';
import { ProfileInUse } from '../worker-errors.ts';
import { killGroup } from './process-group.ts';

const Identity = Type.Object({ pid: Type.Integer({ minimum: 1 }), startTime: Type.String() });

/** What a lock file says: who holds the profile, and which browser it runs on it. */
const LockContent = Type.Object({
  bootId: Type.String(),
  owner: Identity,
  browser: Type.Union([Identity, Type.Null()]),
});
type LockContent = Static<typeof LockContent>;

const lockValidator = new LazyValidator(LockContent);
const pollMs = 50;
/** After its owner's death a browser flushes and ends by itself in some 200 ms; later than this it hangs. */
const orphanGraceMs = 3_000;

/** Our own lock on a profile: chromium-headless-shell has none, and two browsers on one profile hang. */
export class ProfileLock {
  readonly #path: string;
  readonly #bootId: string;
  readonly #owner: ProcessIdentity;
  #released = false;

  private constructor(path: string, bootId: string, owner: ProcessIdentity) {
    this.#path = path;
    this.#bootId = bootId;
    this.#owner = owner;
  }

  /** Takes the lock beside the profile folder; waits `timeoutMs` for a former holder to end, then throws ProfileInUse. */
  static async acquire(authDir: string, sessionId: string, timeoutMs: number): Promise<ProfileLock> {
    if (!isSessionId(sessionId)) throw new TypeError('A lock needs a session id.');
    const owner = identify(process.pid);
    if (owner === undefined) throw new Error('The lock needs /proc to tell processes apart.');
    mkdirSync(authDir, { recursive: true });
    const lock = new ProfileLock(join(authDir, `.session-${sessionId}.lock`), readBootId(), owner);
    const startedAtMs = Date.now();
    for (;;) {
      if (lock.#create()) return lock;
      const holder = lock.#read();
      const passedMs = Date.now() - startedAtMs;
      if (holder === undefined || !lock.#isHeld(holder, passedMs)) lock.#removeStale(holder);
      else if (passedMs >= timeoutMs) throw new ProfileInUse(sessionId, holder.owner.pid, timeoutMs);
      else await delay(pollMs);
    }
  }

  /** Notes the browser that now runs on the profile: the lock holds as long as it lives. */
  noteBrowser(browser: ProcessIdentity): void {
    if (!this.#released) this.#replace(browser);
  }

  /** Gives the lock up; safe to call again. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    rmSync(this.#path, { force: true });
  }

  #create(): boolean {
    const draft = `${this.#path}.${this.#owner.pid}`;
    writeFileSync(draft, this.#text(null), { mode: 0o600 });
    try {
      // A link appears with its content and fails where the name exists: nobody reads a half-written lock.
      linkSync(draft, this.#path);
      return true;
    } catch (error) {
      if (errorCodeOf(error) === 'EEXIST') return false;
      throw error;
    } finally {
      unlinkSync(draft);
    }
  }

  #replace(browser: ProcessIdentity): void {
    const draft = `${this.#path}.${this.#owner.pid}`;
    writeFileSync(draft, this.#text(browser), { mode: 0o600 });
    renameSync(draft, this.#path);
  }

  #text(browser: ProcessIdentity | null): string {
    const content: LockContent = { bootId: this.#bootId, owner: this.#owner, browser };
    return `${JSON.stringify(content)}\n`;
  }

  #read(): LockContent | undefined {
    try {
      return parseLock(readFileSync(this.#path, 'utf8'));
    } catch {
      return undefined;
    }
  }

  #isHeld(holder: LockContent, passedMs: number): boolean {
    if (holder.bootId !== this.#bootId) return false;
    if (isAlive(holder.owner)) return true;
    if (holder.browser === null || !isAlive(holder.browser)) return false;
    if (passedMs >= orphanGraceMs) killGroup(holder.browser);
    return true;
  }

  /** Moves the stale lock away; puts it back where somebody took the lock in between. */
  #removeStale(stale: LockContent | undefined): void {
    const aside = `${this.#path}.stale.${this.#owner.pid}`;
    try {
      renameSync(this.#path, aside);
    } catch {
      return;
    }
    const moved = parseLock(readFileSync(aside, 'utf8'));
    try {
      if (moved !== undefined && JSON.stringify(moved) !== JSON.stringify(stale)) linkSync(aside, this.#path);
    } finally {
      unlinkSync(aside);
    }
  }
}

function readBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

function parseLock(text: string): LockContent | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return lockValidator.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
