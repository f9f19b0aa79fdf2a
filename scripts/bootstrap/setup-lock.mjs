import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from './setup-error.mjs';

const POLL_MS = 200;

/**
 * Takes the lock of the set-up, waiting for another one to finish; a lock whose owner is gone is taken over. Returns the function that releases it.
 * @param {string} path
 * @param {{ deadlineMs?: number, signal?: AbortSignal, onWait?: (pid: number) => void, isAlive?: (owner: Owner) => boolean, own?: Owner }} [options]
 */
export async function takeSetupLock(path, options = {}) {
  const { deadlineMs = 900_000, signal, onWait = () => {}, isAlive = ownerIsAlive, own = thisProcess() } = options;
  mkdirSync(dirname(path), { recursive: true });
  const giveUpAt = Date.now() + deadlineMs;
  let told = false;
  for (;;) {
    if (tryLock(path, own)) return () => rmSync(path, { force: true });
    const text = readOwner(path);
    const owner = parseOwner(text);
    if (text !== undefined && (owner === undefined || !isAlive(owner))) {
      removeStale(path, text, own.pid);
      continue;
    }
    if (owner !== undefined && !told) onWait(owner.pid);
    told = true;
    if (Date.now() > giveUpAt) throw tookTooLong(path, owner, deadlineMs);
    await sleep(POLL_MS, undefined, signal ? { signal } : {});
  }
}

/** @typedef {{ pid: number, startTime: string }} Owner */

/** The lock appears with its content in one step, so nobody ever reads half of it. @param {string} path @param {Owner} own */
function tryLock(path, own) {
  const draft = `${path}.${own.pid}`;
  writeFileSync(draft, JSON.stringify(own));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two may find the same stale lock: what was moved away is looked at again, and put back if it was a fresh one. @param {string} path @param {string} text @param {number} pid */
function removeStale(path, text, pid) {
  const aside = `${path}.stale.${pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== text) linkSync(aside, path);
  } catch {
    // Somebody else was first.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {string} path */
function readOwner(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string | undefined} text @returns {Owner | undefined} */
function parseOwner(text) {
  try {
    const owner = JSON.parse(text ?? '');
    return Number.isInteger(owner.pid) ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** @returns {Owner} */
function thisProcess() {
  return { pid: process.pid, startTime: startTimeOf(process.pid) };
}

/** @param {Owner} owner */
function ownerIsAlive(owner) {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
  return startTimeOf(owner.pid) === owner.startTime;
}

/** Tells a process from a later one with the same number; empty where there is no /proc. @param {number} pid */
function startTimeOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/** @param {string} path @param {Owner | undefined} owner @param {number} deadlineMs */
function tookTooLong(path, owner, deadlineMs) {
  return new SetupError(
    `Another set-up of this folder (process ${owner?.pid ?? 'unknown'}) did not finish within ${deadlineMs / 1000} s; stop it, or delete ${path} if it is not running.`,
  );
}
