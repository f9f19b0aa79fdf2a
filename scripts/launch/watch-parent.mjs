const POLL_MS = 1_000;

/**
 * Calls back when the npm that started us is gone: killed with SIGKILL it forwards nothing, and some shells stand between it and us.
 * Without npm the parent may leave as it likes (`node scripts/launch.mjs start &`).
 * @param {{ env: NodeJS.ProcessEnv, onGone: () => void, parentPid?: () => number }} options
 */
export function watchParent({ env, onGone, parentPid = () => process.ppid }) {
  if (env.npm_lifecycle_event === undefined) return;
  const first = parentPid();
  const timer = setInterval(() => {
    if (parentPid() === first) return;
    clearInterval(timer);
    onGone();
  }, POLL_MS);
  timer.unref();
}
