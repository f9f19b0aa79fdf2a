import { readFileSync } from 'node:fs';

const POLL_MS = 250;

/**
 * Calls back when the npm that started us is gone: killed with SIGKILL it forwards nothing, and without `exec` in the script Debian's sh stays
 * between npm and us, which passes no signal on. Without npm the parent may leave as it likes (`node scripts/launch.mjs start &`).
 * @param {{ env: NodeJS.ProcessEnv, onGone: () => void, readAncestors?: () => string }} options
 */
export function watchParent({ env, onGone, readAncestors = npmAndShell }) {
  if (env.npm_lifecycle_event === undefined) return;
  const first = readAncestors();
  const timer = setInterval(() => {
    if (readAncestors() === first) return;
    clearInterval(timer);
    onGone();
  }, POLL_MS);
  timer.unref();
}

/** The processes from us up to npm: our parent, and the parent of that where it is a shell. */
function npmAndShell() {
  const parent = process.ppid;
  const status = statusOf(parent);
  const isShell = /^Name:\s+\S*sh$/m.test(status);
  return isShell ? `${parent} ${/^PPid:\s+(\d+)/m.exec(status)?.[1]}` : String(parent);
}

/** Empty where there is no /proc, and when the process has ended. @param {number} pid */
function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
