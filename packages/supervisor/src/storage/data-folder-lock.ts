import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync, linkSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isAlive } from '@whatsapp-service/shared/process/process-identity.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { DataFolderTaken } from '../supervisor-errors.ts';

/** Makes this process the data folder's only supervisor; throws DataFolderTaken with the pid of the one that is. */
export function lockDataFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'supervisor.lock');
  const self = identify(process.pid);
  if (self === undefined) throw new Error('This process has no entry in /proc; Linux is needed.');
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(self), { mode: 0o600 });
  try {
    takeOver(path, draft, dataDir);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (ownerOf(path)?.pid === process.pid) rmSync(path, { force: true });
  };
}

/** A link is made or fails as a whole, so two that start together cannot both win. */
function takeOver(path: string, draft: string, dataDir: string): void {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      linkSync(draft, path);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const owner = ownerOf(path);
    if (owner !== undefined && isAlive(owner)) throw new DataFolderTaken(dataDir, owner.pid);
    // Moved away under a name of our own first: what is removed is then certainly the stale one.
    const stale = `${draft}.stale`;
    renameSync(path, stale);
    rmSync(stale, { force: true });
  }
  throw new Error(`The lock of the data folder ${dataDir} changes hands too fast to be taken.`);
}

function ownerOf(path: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const pid: unknown = Reflect.get(value, 'pid');
    const startTime: unknown = Reflect.get(value, 'startTime');
    return typeof pid === 'number' && typeof startTime === 'string' ? { pid, startTime } : undefined;
  } catch {
    return undefined;
  }
}
