import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMissing } from '../storage/is-missing.ts';
import { BackupRefusal } from './backup-refusal.ts';
import { linkFault, linkIn } from './link-in.ts';
import { isLoginPath, loginFolders } from './login-path.ts';
import type { ManifestFile } from './manifest.ts';
import { isSettled } from './settled-copy.ts';
import type { FileSizes } from './settled-copy.ts';

const tries = 20;
const defaultPauseMs = 250;
const chunkBytes = 1024 * 1024;

export interface CopyOptions {
  readonly profile: string;
  readonly target: string;
  /** Between two tries. */
  readonly pauseMs?: number;
  /** Called between the copy and the look whether it is a consistent one; tests change the profile there. */
  readonly onCopied?: () => void;
}

/**
 * Copies what a login needs, also while a browser writes to it. The two databases (LevelDB) only append to their logs and their
 * manifest and never change a table: a copy during which nothing but the logs grew is one that a sudden end of the browser could
 * have left behind, and LevelDB opens that. Where more changed, it is copied anew; throws BackupRefusal where that goes on, and for a
 * login that lies behind a link.
 */
export async function copyLogin(options: CopyOptions): Promise<ManifestFile[]> {
  for (let left = tries; left > 0; left -= 1) {
    const files = copyOnce(options);
    if (files !== undefined) return files;
    await sleep(options.pauseMs ?? defaultPauseMs);
  }
  throw new BackupRefusal('unsettled', `the profile changed during each of ${tries} copies`);
}

/** Undefined where the copy is of no one moment. */
function copyOnce({ profile, target, onCopied }: CopyOptions): ManifestFile[] | undefined {
  const before = sizesIn(profile);
  if (before === undefined) return undefined;
  const files: ManifestFile[] = [];
  for (const [path, bytes] of before) {
    const copied = copyFile(join(profile, path), join(target, path), bytes);
    if (copied === undefined) return undefined;
    files.push({ path, ...copied });
  }
  onCopied?.();
  const after = sizesIn(profile);
  return after !== undefined && isSettled(before, after) ? files : undefined;
}

/** The files of the login and their sizes; undefined where a folder went away during the look. */
function sizesIn(profile: string): FileSizes | undefined {
  const sizes = new Map<string, number>();
  for (const folder of loginFolders) {
    const link = linkIn(profile, folder);
    if (link !== undefined) throw new BackupRefusal('failed', linkFault(link));
    if (!existsSync(join(profile, folder))) continue;
    const entries = ifThere(() => readdirSync(join(profile, folder), { recursive: true, withFileTypes: true }));
    if (entries === undefined) return undefined;
    for (const entry of entries) {
      const full = join(entry.parentPath, entry.name);
      const path = relative(profile, full).split(sep).join('/');
      // A link is nothing that Chromium makes: what it leads to is not ours to copy.
      if (!entry.isFile() || !isLoginPath(path)) continue;
      const stats = statSync(full, { throwIfNoEntry: false });
      if (stats !== undefined) sizes.set(path, stats.size);
    }
  }
  return sizes;
}

/** Copies so many bytes: what is appended meanwhile is not part of it. Undefined where the file is gone or has become shorter. */
function copyFile(source: string, target: string, bytes: number): { bytes: number; sha256: string } | undefined {
  const input = ifThere(() => openSync(source, 'r'));
  if (input === undefined) return undefined;
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const output = openSync(target, 'w', 0o600);
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(Math.min(chunkBytes, bytes));
  try {
    for (let done = 0; done < bytes;) {
      const read = readSync(input, chunk, 0, Math.min(chunk.length, bytes - done), done);
      if (read === 0) return undefined;
      hash.update(chunk.subarray(0, read));
      writeAll(output, chunk.subarray(0, read));
      done += read;
    }
  } finally {
    closeSync(input);
    closeSync(output);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Undefined where the browser has removed it meanwhile. */
function ifThere<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}
