import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync, linkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { identify, isAlive } from '@whatsapp-service/shared/process/process-identity.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { DataFolderTaken } from '../supervisor-errors.ts';

/** The data folder, held for this process alone. */
export interface DataFolderLock {
  /** Tells whoever comes next that waiting is worth it. */
  ending(): void;
  release(): void;
}

export interface LockWaits {
  /** An owner that was told to end just now may not have noted it yet. */
  readonly unsureMs: number;
  /** One that is ending has its shutdown's deadlines. */
  readonly endingMs: number;
}

const defaultWaits: LockWaits = { unsureMs: 2_000, endingMs: 70_000 };
const lookEveryMs = 50;

interface Owner extends ProcessIdentity {
  readonly isEnding: boolean;
}

/**
 * Makes this process the data folder's only supervisor. One that is ending is waited for, which is told;
 * throws DataFolderTaken with the pid of one that is not.
 */
export async function lockDataFolder(dataDir: string, tell: (text: string) => void, waits = defaultWaits): Promise<DataFolderLock> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'supervisor.lock');
  const self = identify(process.pid);
  if (self === undefined) throw new Error('This process has no entry in /proc; Linux is needed.');
  const startedMs = performance.now();
  let isTold = false;
  for (;;) {
    const owner = tryToLock(path, self);
    if (owner === undefined) break;
    const passedMs = performance.now() - startedMs;
    if (passedMs >= (owner.isEnding ? waits.endingMs : waits.unsureMs)) throw new DataFolderTaken(dataDir, owner.pid);
    if (owner.isEnding && !isTold) tell(`The earlier supervisor, process ${owner.pid}, is still ending; it is waited for.`);
    isTold ||= owner.isEnding;
    await sleep(lookEveryMs);
  }
  return {
    ending: () => {
      if (ownerOf(path)?.pid === self.pid) replace(path, { ...self, isEnding: true });
    },
    release: () => {
      if (ownerOf(path)?.pid === self.pid) rmSync(path, { force: true });
    },
  };
}

/** The live owner that is in the way, or undefined once the folder is ours. */
function tryToLock(path: string, self: ProcessIdentity): Owner | undefined {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(self), { mode: 0o600 });
  try {
    return takeOver(path, draft);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A link is made or fails as a whole, so two that start together cannot both win. */
function takeOver(path: string, draft: string): Owner | undefined {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      linkSync(draft, path);
      return undefined;
    } catch (error) {
      if (errorCodeOf(error) !== 'EEXIST') throw error;
    }
    const owner = ownerOf(path);
    if (owner !== undefined && isAlive(owner)) return owner;
    removeStale(path, draft);
  }
  throw new Error(`The lock ${path} changes hands too fast to be taken.`);
}

/** Moved away under a name of our own first: what is removed is then certainly the stale one. */
function removeStale(path: string, draft: string): void {
  const stale = `${draft}.stale`;
  try {
    renameSync(path, stale);
  } catch {
    // Its owner has let go of it meanwhile.
    return;
  }
  rmSync(stale, { force: true });
}

/** A disk that is full must not keep the service from ending. */
function replace(path: string, owner: Owner): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, JSON.stringify(owner), { mode: 0o600 });
    renameSync(draft, path);
  } catch {
    rmSync(draft, { force: true });
  }
}

function ownerOf(path: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const pid: unknown = Reflect.get(value, 'pid');
    const startTime: unknown = Reflect.get(value, 'startTime');
    const isEnding = Reflect.get(value, 'isEnding') === true;
    return typeof pid === 'number' && typeof startTime === 'string' ? { pid, startTime, isEnding } : undefined;
  } catch {
    return undefined;
  }
}
