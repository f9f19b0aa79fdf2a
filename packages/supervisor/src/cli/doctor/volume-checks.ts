import { readFileSync, realpathSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { leastFreeBytes } from '../../storage/folder-watch.ts';
import { bytes } from '../format.ts';
import { fault, ok, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { foldersOf } from './folder-checks.ts';
import type { Folders } from './folder-checks.ts';
import { mountedAt } from './mounted-at.ts';

const inMemory = new Set(['tmpfs', 'ramfs', 'devtmpfs']);
const overNetwork = /^(nfs4?|cifs|smb3|9p|fuse\..+|ceph|glusterfs)$/;
/** A profile takes some tens of megabytes, and its browser's writes come in bursts. */
const fewFreeBytes = 1024 * 1024 * 1024;

/** Whether what has to outlive a restart lies on something that does; the cache may lie anywhere. */
export function checkVolumes(folders: Folders, mountinfo = readFileSync('/proc/self/mountinfo', 'utf8')): Finding[] {
  return foldersOf(folders)
    .filter(([setting]) => setting !== 'CACHE_DIR')
    .map(([setting, path]) => {
      const mount = mountedAt(existing(path), mountinfo);
      if (mount === undefined)
        return warning(
          'volume',
          `It is not known on which file system ${setting} (${path}) lies.`,
          'See that it outlives a restart of the machine.',
        );
      const where = `${setting} (${path}) lies on ${mount.type} (${mount.point})`;
      if (mount.isReadOnly)
        return fault('volume', `${where}, which is read-only.`, 'Mend its disk and mount it anew, or set another folder.');
      if (inMemory.has(mount.type))
        return fault(
          'volume',
          `${where}, which is memory: after a restart of the machine every account has to be linked anew.`,
          `Set ${setting} to a folder on a disk.`,
        );
      if (mount.type === 'overlay') {
        return warning(
          'volume',
          `${where}, the layer of a container: it goes with the container, and every link with it.`,
          `Mount a volume for ${setting}.`,
        );
      }
      if (overNetwork.test(mount.type))
        return warning(
          'volume',
          `${where}: databases of SQLite and Chromium need a file system whose locks can be relied on.`,
          'Use a disk of this machine.',
        );
      return ok('volume', where);
    });
}

/** Whether there is room. */
export function checkDisks(folders: Folders): Finding[] {
  return foldersOf(folders).map(([setting, path]) => {
    const { bavail, bsize, files, ffree } = statfsSync(existing(path));
    const free = bavail * bsize;
    const message = `${bytes(free)} are free for ${setting} (${path}).`;
    const remedy = 'Make room on its disk; "whatsapp-service status" says what the service makes of it.';
    if (free < leastFreeBytes) return fault('disk', message, remedy);
    // Some file systems count no files at all.
    if (files > 0 && ffree === 0)
      return fault('disk', `${setting} (${path}) has no room for another file, though ${bytes(free)} are free.`, remedy);
    return free < fewFreeBytes ? warning('disk', message, remedy) : ok('disk', message);
  });
}

/** The path itself, free of symbolic links, or the nearest folder above it that is there. */
function existing(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : existing(dirname(path));
  }
}
