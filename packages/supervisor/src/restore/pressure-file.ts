import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the kernel tells how long tasks wait for a processor: of our own control group where it has a file, else of the machine. */
export function cpuPressureFile(root = '/'): string | undefined {
  const group = ownGroup(join(root, 'proc/self/cgroup'));
  const files = [...(group === undefined ? [] : [join(root, 'sys/fs/cgroup', group, 'cpu.pressure')]), join(root, 'proc/pressure/cpu')];
  return files.find((file) => readWaitedUs(file) !== undefined);
}

/** The microseconds in which some task waited, ever growing; undefined where the file cannot be read (PSI may be off). */
export function readWaitedUs(file: string): number | undefined {
  try {
    const total = /^some .*total=(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1];
    return total === undefined ? undefined : Number(total);
  } catch {
    return undefined;
  }
}

/** Our group's path in the unified hierarchy (cgroups(7)), as this namespace sees it. */
function ownGroup(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  return /^0::(\/.*)$/m.exec(readFileSync(file, 'utf8'))?.[1];
}
