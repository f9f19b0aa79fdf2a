import { mkdirSync, rmSync } from 'node:fs';

/** Makes the session's own TMPDIR anew: a killed browser leaves files in it. */
export function makeTempDir(path: string): void {
  removeTempDir(path);
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

/** Removes the session's own TMPDIR with all that is in it. */
export function removeTempDir(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
