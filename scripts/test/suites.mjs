/**
 * The suites of `npm test`, in the order in which they run; those with the same number of jobs run as one. Two files run at once on two cores;
 * `timeoutMs` is what a file gets before tap ends it with a report of what it waited for, `killAfterMs` when it does not even do that.
 * `longest` are begun first, in this order, so that none of them is left running alone at the end; those of `mostlyWait` use a processor for
 * about a third of their time or less, and run one at a time beside the others from the beginning.
 * @typedef {{ name: string, folder: string, jobs: number, timeoutMs: number, killAfterMs: number, longest: readonly string[], mostlyWait: readonly string[] }} Suite
 * @type {readonly Suite[]}
 */
export const suites = [
  { name: 'unit', folder: 'test/unit', jobs: 2, timeoutMs: 120_000, killAfterMs: 180_000, longest: [], mostlyWait: [] },
  {
    name: 'integration',
    folder: 'test/integration',
    jobs: 2,
    timeoutMs: 240_000,
    killAfterMs: 300_000,
    longest: ['worker-loss', 'worker-start', 'worker-unlink', 'worker-link', 'webhooks', 'test-runner', 'launch', 'worker-pairing'],
    mostlyWait: [],
  },
  {
    name: 'e2e',
    folder: 'test/e2e',
    jobs: 2,
    timeoutMs: 300_000,
    killAfterMs: 420_000,
    longest: ['systemd', 'demo', 'resources', 'supervisor-killed', 'bench', 'demo-end', 'disk-full', 'django', 'unlink'],
    mostlyWait: ['handover-faults', 'django-faults', 'pm2', 'hang', 'container'],
  },
  { name: 'browser', folder: 'test/browser', jobs: 2, timeoutMs: 240_000, killAfterMs: 300_000, longest: ['status-page'], mostlyWait: [] },
  { name: 'chaos', folder: 'test/chaos', jobs: 1, timeoutMs: 300_000, killAfterMs: 360_000, longest: [], mostlyWait: [] },
];
