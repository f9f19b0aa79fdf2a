import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const SAMPLE_MS = 500;
const POLL_MS = 100;

/** @typedef {{ pid: number, parentPid: number, startTime: string, commandLine: string, marker: string | undefined }} SeenProcess */

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
    const all = readProcesses(this.#runId);
    const below = descendants(all, process.pid);
    for (const each of below) this.#seen.set(each.pid, each.startTime);
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

  #sample() {
    for (const each of descendants(readProcesses(this.#runId), process.pid)) this.#seen.set(each.pid, each.startTime);
  }
}

/** @param {readonly SeenProcess[]} all @param {number} pid @returns {SeenProcess[]} */
function descendants(all, pid) {
  const children = all.filter((each) => each.parentPid === pid);
  return children.flatMap((child) => [child, ...descendants(all, child.pid)]);
}

/** @param {string} runId @returns {SeenProcess[]} */
function readProcesses(runId) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name), runId))
    .filter((each) => each !== undefined);
}

/** @param {number} pid @param {string} runId @returns {SeenProcess | undefined} */
function readProcess(pid, runId) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; that its parent has not asked for its exit code yet is no process left behind.
    if (fields[0] === 'Z') return undefined;
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    const marker = new RegExp(`${runId}(?:/\\d+)?`).exec(`${commandLine}\0${environmentOf(pid)}`)?.[0];
    return { pid, parentPid: Number(fields[1]), startTime: fields[19] ?? '', commandLine, marker };
  } catch {
    // It ended while it was read.
    return undefined;
  }
}

/** @param {number} pid */
function environmentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
