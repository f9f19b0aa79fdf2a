import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const SAMPLE_MS = 500;
const POLL_MS = 100;

/**
 * @typedef {{ pid: number, parentPid: number, startTime: string }} RunningProcess
 * @typedef {RunningProcess & { commandLine: string, marker: string | undefined }} SeenProcess
 */

/**
 * Finds the processes that this test run started and that outlived it: by the run's id in their command line or environment, and, for those
 * that were given an environment of their own, by having been seen below this process while it ran.
 */
export class ProcessWatch {
  #runId;
  /** @type {Map<number, string>} */
  #seen = new Map();
  #timer;

  /** @param {string} runId */
  constructor(runId) {
    this.#runId = runId;
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS).unref();
  }

  /** The processes of this run that are alive now. @returns {SeenProcess[]} */
  alive() {
    const all = this.#sample().map((each) => withOrigin(each, this.#runId));
    return all.filter((each) => each.pid !== process.pid && (each.marker !== undefined || this.#seen.get(each.pid) === each.startTime));
  }

  /** Those that are still there after `graceMs`. @param {number} graceMs */
  async leftovers(graceMs) {
    const giveUpAt = Date.now() + graceMs;
    for (;;) {
      const alive = this.alive();
      if (alive.length === 0 || Date.now() > giveUpAt) return alive;
      await sleep(POLL_MS);
    }
  }

  close() {
    clearInterval(this.#timer);
  }

  /** Twice a second all along: only what tells the parents is read, since command lines and environments take twice as long. */
  #sample() {
    const all = readProcesses();
    for (const each of descendants(all, process.pid)) this.#seen.set(each.pid, each.startTime);
    return all;
  }
}

/** @param {readonly RunningProcess[]} all @param {number} pid @returns {RunningProcess[]} */
function descendants(all, pid) {
  const children = all.filter((each) => each.parentPid === pid);
  return children.flatMap((child) => [child, ...descendants(all, child.pid)]);
}

/** @returns {RunningProcess[]} */
function readProcesses() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((each) => each !== undefined);
}

/** @param {number} pid @returns {RunningProcess | undefined} */
function readProcess(pid) {
  const stat = contentOf(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; that its parent has not asked for its exit code yet is no process left behind.
  if (stat === '' || fields[0] === 'Z') return undefined;
  return { pid, parentPid: Number(fields[1]), startTime: fields[19] ?? '' };
}

/** @param {RunningProcess} running @param {string} runId @returns {SeenProcess} */
function withOrigin(running, runId) {
  const commandLine = contentOf(`/proc/${running.pid}/cmdline`).replaceAll('\0', ' ').trim();
  const marker = new RegExp(`${runId}(?:/\\d+)?`).exec(`${commandLine}\0${contentOf(`/proc/${running.pid}/environ`)}`)?.[0];
  return { ...running, commandLine, marker };
}

/** Empty where the process has ended meanwhile, or is another user's. @param {string} path */
function contentOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
