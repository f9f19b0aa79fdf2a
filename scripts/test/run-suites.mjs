import { join } from 'node:path';
import { formatFailures } from './format-failure.mjs';
import { stagesOf } from './lanes.mjs';
import { runFile } from './run-file.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Tally
 * @typedef {{ root: string, runId: string, runDir: string, signal: AbortSignal, write: (text: string) => void }} SuiteContext
 */

/**
 * Runs the suites, some files at once; prints a line a file, under the name of its suite. A file that was not started counts as failed.
 * @param {ReturnType<typeof import('./select-files.mjs').selectFiles>} selection @param {SuiteContext} context @param {Tally} tally
 */
export async function runSuites(selection, context, tally) {
  const report = reporter(context.write);
  let number = 0;
  for (const { jobs, busy, waiting } of stagesOf(selection)) {
    const runAll = async (/** @type {() => import('./lanes.mjs').NextFile | undefined} */ take) => {
      for (let next = take(); next !== undefined; next = take()) {
        const lines = await runOne({ ...next, number: (number += 1) }, context, tally);
        report(next.suite.name, lines);
      }
    };
    // Whoever has nothing else left to do helps with what waits.
    const runners = Array.from({ length: jobs }, () => runAll(() => busy.shift() ?? waiting.shift()));
    await Promise.all([...runners, runAll(() => waiting.shift())]);
  }
}

/** The suites overlap: a name comes again where a file of another one has ended in between. @param {SuiteContext['write']} write */
function reporter(write) {
  let heading = '';
  return (/** @type {string} */ suiteName, /** @type {string} */ lines) => {
    if (heading !== suiteName) write(`\n${suiteName}\n`);
    heading = suiteName;
    write(lines);
  };
}

/** @param {import('./lanes.mjs').NextFile & { number: number }} next @param {SuiteContext} context @param {Tally} tally */
async function runOne({ suite, file, number }, { root, runId, runDir, signal }, tally) {
  if (signal.aborted) {
    tally.failed += 1;
    return `  ✗ ${file}  not run\n`;
  }
  const result = await runFile(file, { root, suite, signal, marker: `${runId}/${number}`, tmpDir: join(runDir, String(number)) });
  tally.passed += result.passed;
  tally.failed += result.failed;
  return resultLine(result) + (result.failed > 0 ? formatFailures(result) : '');
}

/** @param {import('./run-file.mjs').FileResult} result */
function resultLine({ file, passed, failed, skipped, durationMs }) {
  const counts = [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`].filter(Boolean).join(', ');
  return `  ${failed > 0 ? '✗' : '✓'} ${file}  ${counts}  ${(durationMs / 1000).toFixed(1)} s\n`;
}
