import { readdirSync, readFileSync } from 'node:fs';

/** What a process and everything below it have taken. */
export interface TreeUsage {
  /** User and system time, that of ended children which somebody waited for included. */
  readonly cpuSeconds: number;
  readonly nodePssBytes: number;
  readonly browserPssBytes: number;
  readonly processes: number;
}

/** One process of /proc, as far as it matters here. */
export interface ProcessRecord {
  readonly pid: number;
  readonly parentPid: number;
  readonly groupId: number;
  /** utime + stime + cutime + cstime of /proc/<pid>/stat (proc(5)). */
  readonly cpuTicks: number;
}

/** Linux counts CPU in hundredths of a second on every machine that Node runs on (getconf CLK_TCK). */
const ticksPerSecond = 100;

/** CPU and memory of some processes together. */
export interface PartUsage {
  readonly cpuSeconds: number;
  readonly pssBytes: number;
  /** What ends with the processes: pages that no other process has. */
  readonly privateBytes: number;
}

/** A tree in parts: its root, the other processes of Node.js, and the rest, which are browsers. */
export interface TreeParts {
  readonly root: PartUsage;
  readonly node: PartUsage;
  readonly browser: PartUsage;
}

/** What one process has taken, without those below it. */
export interface ProcessUsage {
  readonly cpuSeconds: number;
  readonly pssBytes: number;
  readonly rssBytes: number;
}

/** CPU and memory of one process; that of its children, also of those that have ended, is not counted. */
export function processUsage(pid: number): ProcessUsage {
  const stat = read(pid, 'stat');
  const ticks = sum(
    stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number),
  );
  return { cpuSeconds: ticks / ticksPerSecond, pssBytes: rollup(pid, 'Pss'), rssBytes: rollup(pid, 'Rss') };
}

/** The CPU of the tree so far. */
export function treeCpuSeconds(rootPid: number): number {
  return sum(treeOf(readProcesses(), rootPid).map(({ cpuTicks }) => cpuTicks)) / ticksPerSecond;
}

/** CPU, memory and size of the tree; memory is proportional (PSS): a page that n processes share counts 1/n in each. */
export function treeUsage(rootPid: number): TreeUsage {
  const tree = treeOf(readProcesses(), rootPid);
  const isNode = ({ pid }: ProcessRecord): boolean => nameOf(pid) === 'node';
  const pssOf = (processes: readonly ProcessRecord[]): number => sum(processes.map(({ pid }) => rollup(pid, 'Pss')));
  return {
    cpuSeconds: sum(tree.map(({ cpuTicks }) => cpuTicks)) / ticksPerSecond,
    nodePssBytes: pssOf(tree.filter(isNode)),
    browserPssBytes: pssOf(tree.filter((process) => !isNode(process))),
    processes: tree.length,
  };
}

/** The same tree in parts. */
export function treeParts(rootPid: number): TreeParts {
  const pids = treeOf(readProcesses(), rootPid).map(({ pid }) => pid);
  const below = pids.filter((pid) => pid !== rootPid);
  return {
    root: partUsage([rootPid]),
    node: partUsage(below.filter((pid) => nameOf(pid) === 'node')),
    browser: partUsage(below.filter((pid) => nameOf(pid) !== 'node')),
  };
}

function partUsage(pids: readonly number[]): PartUsage {
  const usages = pids.map((pid) => ({ ...processUsage(pid), privateBytes: rollup(pid, 'Private_Clean') + rollup(pid, 'Private_Dirty') }));
  return {
    cpuSeconds: sum(usages.map(({ cpuSeconds }) => cpuSeconds)),
    pssBytes: sum(usages.map(({ pssBytes }) => pssBytes)),
    privateBytes: sum(usages.map(({ privateBytes }) => privateBytes)),
  };
}

/** The process, what descends from it, and who shares a process group with one of them: a helper of the browser may have lost its parent. */
export function treeOf(all: readonly ProcessRecord[], rootPid: number): ProcessRecord[] {
  const pids = new Set([rootPid]);
  const groups = new Set<number>();
  for (;;) {
    const before = pids.size;
    for (const { pid, parentPid, groupId } of all) {
      if (pids.has(parentPid) || groups.has(groupId)) pids.add(pid);
      // The root may share its group with us; only groups that begin below it are its own.
      if (pids.has(pid) && pid === groupId) groups.add(groupId);
    }
    if (pids.size === before) return all.filter(({ pid }) => pids.has(pid));
  }
}

/** What /proc/<pid>/stat says; undefined for a zombie, whose parent will count it. */
export function parseStat(stat: string): ProcessRecord | undefined {
  // The command's name may hold spaces and brackets: fields are counted after its last ")".
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return undefined;
  const cpuTicks = sum(fields.slice(11, 15).map(Number));
  return { pid: Number.parseInt(stat, 10), parentPid: Number(fields[1]), groupId: Number(fields[2]), cpuTicks };
}

function readProcesses(): ProcessRecord[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => parseStat(read(pid, 'stat'))).filter((process) => process !== undefined && process.pid > 0) as ProcessRecord[];
}

function nameOf(pid: number): string {
  return (read(pid, 'cmdline').split('\0')[0] ?? '').split('/').at(-1) ?? '';
}

/** A line of /proc/<pid>/smaps_rollup, in bytes. */
function rollup(pid: number, name: 'Pss' | 'Rss' | 'Private_Clean' | 'Private_Dirty'): number {
  const kilobytes = new RegExp(String.raw`^${name}:\s+(\d+) kB$`, 'm').exec(read(pid, 'smaps_rollup'))?.[1] ?? '0';
  return Number(kilobytes) * 1_024;
}

/** Empty for a process that has ended. */
function read(pid: string | number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
