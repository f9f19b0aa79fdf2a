import { join } from 'node:path';
import { formatFailures } from './format-failure.mjs';
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
    const waiting = files.map((file) => ({ file, number: (number += 1) }));
    const runners = Array.from({ length: suite.jobs }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await runOne(next, suite, context, tally);
    });
    await Promise.all(runners);
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
