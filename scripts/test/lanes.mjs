/**
 * The files of a suite in the order in which they are begun: those that may run at once as many as there are jobs, and those that run one at a
 * time beside them.
 * @param {readonly string[]} files @param {import('./suites.mjs').Suite} suite @returns {{ busy: string[], waiting: string[] }}
 */
export function lanesOf(files, { folder, longest, mostlyWait }) {
  const placeIn = (/** @type {readonly string[]} */ names, /** @type {string} */ file) =>
    names.findIndex((name) => file === `${folder}/${name}.test.ts`);
  const rank = (/** @type {string} */ file) => placeIn(longest, file) + 1 || longest.length + 1;
  const waiting = files.filter((file) => placeIn(mostlyWait, file) >= 0);
  return {
    busy: files.filter((file) => !waiting.includes(file)).toSorted((a, b) => rank(a) - rank(b)),
    waiting: waiting.toSorted((a, b) => placeIn(mostlyWait, a) - placeIn(mostlyWait, b)),
  };
}
