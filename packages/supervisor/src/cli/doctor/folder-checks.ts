import { accessSync, constants, lstatSync, readdirSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { codeOf } from '../code-of.ts';
import { fault, ok, warning } from './finding.ts';
import type { Finding } from './finding.ts';

export type Folders = Pick<Settings, 'authDir' | 'dataDir' | 'cacheDir'>;
export type AllFolders = Folders & { readonly backups: Pick<Settings['backups'], 'folder'> };

/** The folders by the settings that name them. */
export function foldersOf({ authDir, dataDir, cacheDir }: Folders): [setting: string, path: string][] {
  return [
    ['AUTH_DIR', authDir],
    ['DATA_DIR', dataDir],
    ['CACHE_DIR', cacheDir],
  ];
}

function allFoldersOf(folders: AllFolders): [setting: string, path: string][] {
  return [...foldersOf(folders), ['BACKUP_DIR', folders.backups.folder]];
}

/** Whether the folders are there and can be used; one that is missing is made at the start, if that can be done. */
export function checkFolders(folders: AllFolders): Finding[] {
  return allFoldersOf(folders).map(([setting, path]) => {
    const state = statOf(path);
    if (typeof state === 'string' && state !== 'ENOENT')
      return fault('folders', `${setting} (${path}) cannot be looked at (${state}).`, ownerRemedy(path));
    if (typeof state === 'string') return missing(setting, path);
    if (!state.isDirectory()) return fault('folders', `${setting} (${path}) is a file.`, `Move it away, or set ${setting} to a folder.`);
    const refusal = refusalOf(path);
    return refusal === undefined
      ? ok('folders', `${setting}: ${path}`)
      : fault('folders', `${setting} (${path}) cannot be used (${refusal}).`, ownerRemedy(path));
  });
}

/** Whether others can read what opens the accounts, and whether something belongs to somebody else. */
export function checkPermissions(folders: AllFolders, uid = process.getuid?.() ?? 0): Finding[] {
  const roots = allFoldersOf(folders).flatMap(([, path]) => look(path));
  const secrets = [
    ...secretsIn(folders.authDir, /^session-|^quarantine$/),
    ...secretsIn(folders.dataDir, /^api-key$|\.sqlite(-wal|-shm)?$/),
    ...secretsIn(folders.backups.folder, /\.wabackup$/),
  ];
  const findings = [...openFinding(roots, secrets), ...foreignFinding([...roots, ...secrets], uid)];
  return findings.length === 0
    ? [ok('permissions', 'Only the service’s user can read the profiles, their backups, the database and the key.')]
    : findings;
}

interface Looked {
  readonly path: string;
  readonly stats: Stats;
}

function openFinding(roots: readonly Looked[], secrets: readonly Looked[]): Finding[] {
  // What lies in a folder that others cannot enter is out of their reach, whatever its own mode.
  const isInReach = ({ path }: Looked): boolean => roots.every((root) => isOpen(root) || !`${path}/`.startsWith(`${root.path}/`));
  const openRoots = roots.filter(isInReach);
  const paths = secrets.filter((secret) => isOpen(secret) && isInReach(secret)).map(({ path }) => path);
  if (paths.length > 0) {
    return [
      fault(
        'permissions',
        `Other users of this machine can get at ${listed(paths)}: whoever has a profile, a backup of one or the key has the accounts.`,
        `chmod go-rwx ${listed(paths)}`,
      ),
    ];
  }
  const [first] = openRoots;
  if (first === undefined) return [];
  const open = listed(openRoots.map(({ path }) => path));
  return [
    warning('permissions', `Other users of this machine can look into ${open}, and see which accounts there are.`, `chmod go-rwx ${open}`),
  ];
}

function isOpen({ stats }: Looked): boolean {
  return (stats.mode & 0o077) !== 0;
}

function foreignFinding(looked: readonly Looked[], uid: number): Finding[] {
  const foreign = looked.filter(({ stats }) => stats.uid !== uid);
  if (foreign.length === 0) return [];
  const paths = foreign.map(({ path }) => path);
  const message = `${listed(paths)} belong(s) to another user (${foreign[0]?.stats.uid}) than the one who asks (${uid}).`;
  const remedy = `Run this as the user of the service. If that is what you did: chown -R ${uid} ${listed(paths)}`;
  // Root can use them all the same, and looks after services of others.
  return [uid === 0 ? warning('permissions', message, 'Run this as the user of the service.') : fault('permissions', message, remedy)];
}

function missing(setting: string, path: string): Finding {
  const parent = nearest(path);
  const refusal = refusalOf(parent);
  if (refusal === undefined) return ok('folders', `${setting}: ${path} is made at the first start.`);
  return fault(
    'folders',
    `${setting} (${path}) is missing, and cannot be made in ${parent} (${refusal}).`,
    `Make it, and give it to the user of the service.`,
  );
}

function nearest(path: string): string {
  const parent = dirname(path);
  return parent === path || typeof statOf(parent) !== 'string' ? parent : nearest(parent);
}

function refusalOf(path: string): string | undefined {
  try {
    if (!statSync(path).isDirectory()) return 'it is no folder';
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}

function look(path: string): Looked[] {
  try {
    return [{ path, stats: lstatSync(path) }];
  } catch {
    // What cannot be looked at is the matter of the check of the folders.
    return [];
  }
}

function secretsIn(folder: string, name: RegExp): Looked[] {
  try {
    return readdirSync(folder)
      .filter((each) => name.test(each))
      .flatMap((each) => look(join(folder, each)));
  } catch {
    return [];
  }
}

function statOf(path: string): Stats | string {
  try {
    return statSync(path);
  } catch (error) {
    return codeOf(error);
  }
}

function ownerRemedy(path: string): string {
  return `Run this as the user of the service, or give it the folder: chown -R <user> ${path} && chmod u+rwx ${path}`;
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).join(' ');
  return paths.length > 3 ? `${shown} … (${paths.length} in all)` : shown;
}
