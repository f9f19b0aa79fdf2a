import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isSessionId } from '@whatsapp-service/shared/session/session-id.ts';
import { linkFault, linkIn } from '../../backup/link-in.ts';
import { commandLineOf } from '../../workers/profile-users.ts';
import { listProcesses } from '../../workers/process-group.ts';
import { codeOf } from '../code-of.ts';

/** A profile that another tool has made. */
export interface FoundProfile {
  readonly folder: string;
  /** What its folder's name makes of it; null where that is no session id. */
  readonly sessionId: string | null;
  /** Chromium's version that wrote it last; null where it does not say. */
  readonly browser: string | null;
  /** Why it cannot be copied now, as the end of a sentence; null where nothing speaks against it. */
  readonly fault: string | null;
}

/** Deeper than any of the known layouts: `.wwebjs_auth/session-<id>`, `sessions/session-<id>`, `.sessions/webjs/<name>`, and one of LocalAuth's folders within that. */
const depth = 4;
/** What a login is in: the two databases, each with the file that says which of its files count. */
const stores = ['Default/IndexedDB/https_web.whatsapp.com_0.indexeddb.leveldb/CURRENT', 'Default/Local Storage/leveldb/CURRENT'];

/** The profiles in a folder, in the order of their paths; links are not followed. */
export function findProfiles(root: string): FoundProfile[] {
  return profileFolders(resolve(root), depth)
    .toSorted()
    .map((folder) => ({ folder, sessionId: sessionIdOf(folder), browser: browserOf(folder), fault: faultOf(folder) }));
}

/** One that cannot be looked into is among them: its fault says so. */
function profileFolders(folder: string, levels: number): string[] {
  if (existsSync(join(folder, 'Default'))) return [folder];
  if (levels === 0) return [];
  const entries = entriesOf(folder);
  if (entries === undefined) return [folder];
  return entries.filter((entry) => entry.isDirectory()).flatMap((entry) => profileFolders(join(folder, entry.name), levels - 1));
}

function entriesOf(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

/** LocalAuth without an id names its folder "session": then the folder around it says more. */
function sessionIdOf(folder: string): string | null {
  const name = basename(folder) === 'session' ? basename(dirname(folder)) : basename(folder);
  const id = name.replace(/^session-/, '');
  return isSessionId(id) ? id : null;
}

function browserOf(folder: string): string | null {
  const path = join(folder, 'Last Version');
  try {
    // A link may lead anywhere, and a pipe has no end.
    return lstatSync(path).isFile() ? readFileSync(path, 'utf8').trim().slice(0, 40) : null;
  } catch {
    return null;
  }
}

function faultOf(folder: string): string | null {
  try {
    // Not with existsSync: that takes what may not be looked at for missing.
    readdirSync(folder);
    const missing = stores.find((store) => statSync(join(folder, store), { throwIfNoEntry: false }) === undefined);
    if (missing !== undefined) return `it holds no login of WhatsApp Web (${missing} is missing)`;
    const link = stores.map((store) => linkIn(folder, store)).find((each) => each !== undefined);
    return link === undefined ? (lockOf(folder) ?? userOf(folder)) : linkFault(link);
  } catch (error) {
    return `it cannot be read (${codeOf(error)}); run this as the user that it belongs to`;
  }
}

/** A full Chromium links `SingletonLock` to its machine and pid; it stays behind where the browser was killed. */
function lockOf(folder: string): string | null {
  const path = join(folder, 'SingletonLock');
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return null;
  const [, host, pid] = /^(.*)-(\d+)$/.exec(readlinkSync(path)) ?? [];
  if (host !== undefined && host !== hostname()) {
    return `a browser on ${host} has it open, or has not ended in order; once that one is stopped, remove ${path}`;
  }
  return pid !== undefined && existsSync(`/proc/${pid}`) ? `process ${pid} has it open; stop the tool that it belongs to` : null;
}

/** chromium-headless-shell makes no lock: whoever names the folder among its arguments uses it. */
function userOf(folder: string): string | null {
  for (const { pid } of listProcesses()) {
    const argument = commandLineOf(pid).find((each) => each.startsWith('--user-data-dir='));
    if (argument === undefined) continue;
    const path = relative(folder, resolve(`/proc/${pid}/cwd`, argument.slice('--user-data-dir='.length)));
    if (path === '' || (!path.startsWith('..') && !path.startsWith(sep)))
      return `process ${pid} has it open; stop the tool that it belongs to`;
  }
  return null;
}
