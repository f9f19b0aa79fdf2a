import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Chromium makes `org.chromium.Chromium.XXXXXX/SingletonSocket` in its TMPDIR and aborts when that path is longer than a
 * Unix socket's may be (107 bytes).
 */
const longestBytes = 107 - '/org.chromium.Chromium.XXXXXX/SingletonSocket'.length;

/** The path under which the browser is given the session's TMPDIR: a short alias where its own is too long for a socket in it. */
export function browserTempDir(path: string): string {
  if (Buffer.byteLength(path) <= longestBytes) return path;
  return join(tmpdir(), `wa-${createHash('sha256').update(path).digest('hex').slice(0, 16)}`);
}

/** Makes the session's own TMPDIR anew: a killed browser leaves files in it. */
export function makeTempDir(path: string): void {
  removeTempDir(path);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const alias = browserTempDir(path);
  if (alias !== path) symlinkSync(path, alias);
}

/** Removes the session's own TMPDIR with all that is in it. */
export function removeTempDir(path: string): void {
  const alias = browserTempDir(path);
  if (alias !== path) rmSync(alias, { force: true });
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
