import { spawn } from 'node:child_process';

const KILL_AFTER_MS = 5_000;

/**
 * @typedef {{ program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv }} ChildCommand
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null }} ChildExit
 * @typedef {{ exited: Promise<ChildExit>, press: (signal: NodeJS.Signals, count: number) => void }} RunningChild
 */

/**
 * Starts the command in a process group of its own, so that only `press` reaches it, not the terminal. Its IPC channel carries nothing:
 * that it closes is how the child learns that the launcher was killed.
 * @param {ChildCommand} command @param {{ killAfterMs?: number }} [options] @returns {RunningChild}
 */
export function runChild({ program, args, cwd, env }, { killAfterMs = KILL_AFTER_MS } = {}) {
  const child = spawn(program, args, {
    cwd,
    env: { ...env, WHATSAPP_SERVICE_LAUNCHER: '1' },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  /** @type {NodeJS.Timeout | undefined} */
  let lastResort;
  const exited = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(lastResort);
      resolve({ code, signal });
    });
  });
  return {
    exited: /** @type {Promise<ChildExit>} */ (exited),
    press(signal, count) {
      child.kill(signal);
      if (count > 1) lastResort ??= setTimeout(() => killGroup(child.pid), killAfterMs);
    },
  };
}

/** @param {number | undefined} pid */
function killGroup(pid) {
  if (pid === undefined) return;
  process.stderr.write('It did not stop; its process group is killed.\n');
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
