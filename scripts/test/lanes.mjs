/**
 * @typedef {{ suite: import('./suites.mjs').Suite, file: string }} NextFile
 * @typedef {{ jobs: number, busy: NextFile[], waiting: NextFile[] }} Stage
 */

/**
 * What runs one after another: suites that follow each other with the same number of jobs are one stage, so that no processor waits for the
 * last file of a suite. Each has, in the order in which they are begun, the files that may run at once as many as there are jobs, and those
 * that run one at a time beside them.
 * @param {readonly { suite: import('./suites.mjs').Suite, files: readonly string[] }[]} selection @returns {Stage[]}
 */
export function stagesOf(selection) {
  /** @type {Stage[]} */
  const stages = [];
  for (const { suite, files } of selection) {
    const { busy, waiting } = lanesOf(files, suite);
    const last = stages.at(-1);
    if (last?.jobs !== suite.jobs) stages.push({ jobs: suite.jobs, busy, waiting });
    else {
      last.busy.push(...busy);
      last.waiting.push(...waiting);
    }
  }
  return stages;
}

/** @param {readonly string[]} files @param {import('./suites.mjs').Suite} suite @returns {Pick<Stage, 'busy' | 'waiting'>} */
function lanesOf(files, suite) {
  const { folder, longest, mostlyWait } = suite;
  const placeIn = (/** @type {readonly string[]} */ names, /** @type {string} */ file) =>
    names.findIndex((name) => file === `${folder}/${name}.test.ts`);
  const rank = (/** @type {string} */ file) => placeIn(longest, file) + 1 || longest.length + 1;
  const waiting = files.filter((file) => placeIn(mostlyWait, file) >= 0);
  const busy = files.filter((file) => !waiting.includes(file));
  const inSuite = (/** @type {string} */ file) => ({ suite, file });
  return {
    busy: busy.toSorted((a, b) => rank(a) - rank(b)).map(inSuite),
    waiting: waiting.toSorted((a, b) => placeIn(mostlyWait, a) - placeIn(mostlyWait, b)).map(inSuite),
  };
}
