/** A file system as /proc/self/mountinfo names it. */
export interface Mount {
  readonly point: string;
  readonly type: string;
  readonly isReadOnly: boolean;
}

/** The file system that holds an absolute path; undefined where the text names none. */
export function mountedAt(path: string, mountinfo: string): Mount | undefined {
  let found: Mount | undefined;
  for (const line of mountinfo.split('\n')) {
    const mount = parsed(line);
    // Of two at the same place the later one is on top.
    if (mount !== undefined && isBelow(path, mount.point) && mount.point.length >= (found?.point.length ?? 0)) found = mount;
  }
  return found;
}

/** "36 35 98:0 / /mnt rw,noatime master:1 - ext3 /dev/root rw,errors=continue", see proc_pid_mountinfo(5). */
function parsed(line: string): Mount | undefined {
  const [before = '', after] = line.split(' - ');
  const [, , , , point, options = ''] = before.split(' ');
  const [type, , superOptions = ''] = after?.split(' ') ?? [];
  if (point === undefined || type === undefined) return undefined;
  const isReadOnly = [options, superOptions].some((each) => each.split(',').includes('ro'));
  return {
    point: point.replaceAll(/\\([0-7]{3})/g, (_match, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8))),
    type,
    isReadOnly,
  };
}

function isBelow(path: string, point: string): boolean {
  return point === '/' || path === point || path.startsWith(`${point}/`);
}
