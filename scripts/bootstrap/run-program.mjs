import { spawn } from 'node:child_process';

const TAIL_CHARACTERS = 200_000;
const KILL_AFTER_MS = 5_000;

/**
 * @typedef {{ code: number | null, output: string }} ProgramResult
 * @typedef {{ cwd: string, env: NodeJS.ProcessEnv, signal?: AbortSignal, timeoutMs?: number }} ProgramOptions
 */

/**
 * Runs a program to its end in a process group of its own; a missing program has the code 127. Rejects with the signal's reason when it aborts.
 * @param {string} program @param {readonly string[]} args @param {ProgramOptions} options @returns {Promise<ProgramResult>}
 */
export function runProgram(program, args, { cwd, env, signal, timeoutMs = 600_000 }) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-TAIL_CHARACTERS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const stop = () => stopGroup(child);
    signal?.addEventListener('abort', stop, { once: true });
    const deadline = setTimeout(() => {
      keep(Buffer.from(`\nIt did not end within ${timeoutMs / 1000} s and was stopped.\n`));
      stop();
    }, timeoutMs);
    const settle = (/** @type {number | null} */ code) => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) reject(signal.reason);
      else resolve({ code, output: output.trim() });
    };
    child.on('error', (error) => {
      keep(Buffer.from(error.message));
      settle(127);
    });
    child.on('close', settle);
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function stopGroup(child) {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), KILL_AFTER_MS);
  child.once('close', () => clearTimeout(timer));
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
