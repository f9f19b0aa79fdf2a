import { join } from 'node:path';
import { formatFailures } from './format-failure.mjs';
import { lanesOf } from './lanes.mjs';
import { runFile } from './run-file.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Tally
 * @typedef {{ root: string, runId: string, runDir: string, signal: AbortSignal, write: (text: string) => void }} SuiteContext
 */

/**
 * Runs the suites one after another, the files of each some at once; prints a line a file. A file that was not started counts as failed.
 * @param {ReturnType<typeof import('./select-files.mjs').selectFiles>} selection @param {SuiteContext} context @param {Tally} tally
 */
export async function runSuites(selection, context, tally) {
  let number = 0;
  for (const { suite, files } of selection) {
    context.write(`\n${suite.name}\n`);
    const { busy, waiting } = lanesOf(files, suite);
    const runAll = async (/** @type {() => string | undefined} */ take) => {
      for (let file = take(); file !== undefined; file = take()) await runOne({ file, number: (number += 1) }, suite, context, tally);
    };
    // Whoever has nothing else left to do helps with what waits.
    const runners = Array.from({ length: suite.jobs }, () => runAll(() => busy.shift() ?? waiting.shift()));
    await Promise.all([...runners, runAll(() => waiting.shift())]);
  }
}

/** @param {{ file: string, number: number }} next @param {import('./suites.mjs').Suite} suite @param {SuiteContext} context @param {Tally} tally */
async function runOne({ file, number }, suite, { root, runId, runDir, signal, write }, tally) {
  if (signal.aborted) {
    tally.failed += 1;
    write(`  ✗ ${file}  not run\n`);
    return;
  }
  const result = await runFile(file, { root, suite, signal, marker: `${runId}/${number}`, tmpDir: join(runDir, String(number)) });
  tally.passed += result.passed;
  tally.failed += result.failed;
  write(resultLine(result));
  if (result.failed > 0) write(formatFailures(result));
}

/** @param {import('./run-file.mjs').FileResult} result */
function resultLine({ file, passed, failed, skipped, durationMs }) {
  const counts = [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`].filter(Boolean).join(', ');
  return `  ${failed > 0 ? '✗' : '✓'} ${file}  ${counts}  ${(durationMs / 1000).toFixed(1)} s\n`;
}
