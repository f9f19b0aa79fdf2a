/**
 * The suites of `npm test`, in the order in which they run. Two files run at once on two cores; `timeoutMs` is what a file gets before tap
 * ends it with a report of what it waited for, `killAfterMs` when it does not even do that.
 * @typedef {{ name: string, folder: string, jobs: number, timeoutMs: number, killAfterMs: number }} Suite
 * @type {readonly Suite[]}
 */
export const suites = [
  { name: 'unit', folder: 'test/unit', jobs: 2, timeoutMs: 120_000, killAfterMs: 180_000 },
  { name: 'integration', folder: 'test/integration', jobs: 2, timeoutMs: 240_000, killAfterMs: 300_000 },
  { name: 'e2e', folder: 'test/e2e', jobs: 2, timeoutMs: 300_000, killAfterMs: 420_000 },
  { name: 'chaos', folder: 'test/chaos', jobs: 1, timeoutMs: 300_000, killAfterMs: 360_000 },
];
