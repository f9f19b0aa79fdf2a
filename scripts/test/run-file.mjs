import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PointCounter } from './count-points.mjs';

const STDERR_CHARACTERS = 20_000;
const watch = new URL('tell-what-is-open.mjs', import.meta.url).href;

/**
 * @typedef {import('./count-points.mjs').Points & { file: string, durationMs: number }} FileResult
 * @typedef {{ root: string, suite: import('./suites.mjs').Suite, tmpDir: string, marker: string, signal: AbortSignal }} RunOptions
 */

/**
 * Runs one test file, as `node <file>` would: tap's own runner takes four times as long to start each. A file that crashes, is killed or reports nothing has failed.
 * @param {string} file @param {RunOptions} options @returns {Promise<FileResult>}
 */
export async function runFile(file, { root, suite, tmpDir, marker, signal }) {
  const startedAt = Date.now();
  const counter = new PointCounter();
  mkdirSync(tmpDir, { recursive: true });
  const child = spawn(process.execPath, ['--import', watch, join(root, file)], {
    cwd: root,
    env: environment({ root, suite, tmpDir, marker }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let stderr = '';
  child.stdout.on('data', (chunk) => counter.write(chunk));
  child.stderr.on('data', (chunk) => {
    stderr = (stderr + chunk).slice(-STDERR_CHARACTERS);
  });
  const end = await ended(child, suite.killAfterMs, signal);
  const points = await counter.end();
  const problem = problemOf(end, points);
  if (problem !== undefined) {
    points.failed += 1;
    points.failures.push({ name: problem, diag: null });
  }
  return { ...points, noise: [points.noise.trim(), stderr.trim()].filter(Boolean).join('\n'), file, durationMs: Date.now() - startedAt };
}

/** @param {Pick<RunOptions, 'root' | 'suite' | 'tmpDir' | 'marker'>} run */
function environment({ root, suite, tmpDir, marker }) {
  const env = {
    // Most files, and what they start, spend longer on stripping types and compiling what they import than on their tests.
    NODE_COMPILE_CACHE: join(root, '.tools/compile-cache/tests'),
    ...process.env,
    TAP_TIMEOUT: String(suite.timeoutMs / 1000),
    TMPDIR: tmpDir,
    WHATSAPP_SERVICE_TEST_RUN: marker,
  };
  // The launcher's channel ends here; what the tests start has parents of its own.
  delete (/** @type {NodeJS.ProcessEnv} */ (env).WHATSAPP_SERVICE_LAUNCHER);
  return env;
}

/** @typedef {{ code: number | null, signal: NodeJS.Signals | null, killedFor?: string }} End */

/** @param {import('node:child_process').ChildProcess} child @param {number} killAfterMs @param {AbortSignal} signal @returns {Promise<End>} */
function ended(child, killAfterMs, signal) {
  return new Promise((resolve) => {
    /** @type {string | undefined} */
    let killedFor;
    const kill = (/** @type {string} */ reason) => {
      killedFor = reason;
      killGroup(child.pid);
    };
    const onAbort = () => kill(`it was stopped: ${signal.reason.message}`);
    const deadline = setTimeout(() => kill(`it did not end within ${killAfterMs / 1000} s and was killed`), killAfterMs);
    signal.addEventListener('abort', onAbort, { once: true });
    // On 'exit', not 'close': a process that the test left behind may hold the pipes open for ever.
    child.once('exit', (code, exitSignal) => {
      clearTimeout(deadline);
      signal.removeEventListener('abort', onAbort);
      void drained(child).then(() => resolve({ code, signal: exitSignal, ...(killedFor === undefined ? {} : { killedFor }) }));
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<void>} */
function drained(child) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 1_000);
    child.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** @param {End} end @param {import('./count-points.mjs').Points} points */
function problemOf({ code, signal, killedFor }, { passed, failed, skipped, tapProblem }) {
  if (killedFor !== undefined) return killedFor;
  if (signal !== null) return `it was ended by ${signal}`;
  if (passed + failed + skipped === 0 && code === 0) return 'it holds no test';
  return tapProblem ?? (code !== 0 && failed === 0 ? `it exited with code ${code}` : undefined);
}

/** @param {number | undefined} pid */
function killGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
