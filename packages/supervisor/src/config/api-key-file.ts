import { randomBytes } from 'node:crypto';
import { chmod, link, lstat, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { ApiKeyFileUnusable } from '../supervisor-errors.ts';
import { parseApiKeys } from './api-key-list.ts';

/** What is told of the key file; a pino logger fits. */
export interface KeyFileLog {
  warn(facts: object, message: string): void;
}

/** The key in the data folder's file `api-key` (0600), made where there is none; throws ApiKeyFileUnusable. */
export async function readOrMakeApiKey(dataDir: string, log?: KeyFileLog): Promise<{ key: string; isNew: boolean }> {
  const path = join(dataDir, 'api-key');
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    if (await exists(path)) return { key: await readKey(path, log), isNew: false };
    const key = `wa_${randomBytes(32).toString('base64url')}`;
    if (await makeFile(path, key)) return { key, isNew: true };
    return { key: await readKey(path, log), isNew: false };
  } catch (error) {
    if (error instanceof ApiKeyFileUnusable) throw error;
    throw new ApiKeyFileUnusable(path, error instanceof Error ? error.message : String(error));
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    const stats = await lstat(path);
    if (!stats.isFile()) throw new ApiKeyFileUnusable(path, 'it is no regular file');
    return true;
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function readKey(path: string, log: KeyFileLog | undefined): Promise<string> {
  const mode = (await lstat(path)).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    await chmod(path, 0o600);
    log?.warn(
      { path, mode: mode.toString(8) },
      'The API key file could be read by others; it is 0600 now. Replace the key where others may have seen it.',
    );
  }
  const parsed = parseApiKeys(await readFile(path, 'utf8'));
  if ('fault' in parsed) throw new ApiKeyFileUnusable(path, `${parsed.fault}; remove it to have one made`);
  const [key, second] = parsed.keys;
  if (key === undefined || second !== undefined) {
    throw new ApiKeyFileUnusable(path, 'it must hold one key; use API_KEYS for several');
  }
  return key;
}

/** Whole or not at all, and never over a file that another start has made meanwhile. */
async function makeFile(path: string, key: string): Promise<boolean> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`${key}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path);
    return true;
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
