import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { isSessionId } from '../session/session-id.ts';

/** The profile folder of a session, as LocalAuth names it; throws on an id that could leave the root. */
export function sessionFolder(authDir: string, sessionId: string): string {
  const root = resolve(authDir);
  const folder = join(root, `session-${sessionId}`);
  if (!isSessionId(sessionId) || !folder.startsWith(root + sep)) {
    throw new TypeError('A session id must match ^[A-Za-z0-9_-]{1,64}$ to name a folder.');
  }
  return folder;
}

/** Whether the folder holds what a linked device needs: IndexedDB and localStorage (measured: those two are enough). */
export function hasAuthFiles(authDir: string, sessionId: string): boolean {
  const profile = join(sessionFolder(authDir, sessionId), 'Default');
  return existsSync(join(profile, 'IndexedDB')) && existsSync(join(profile, 'Local Storage'));
}
