// `npm test`: the checks, then the unit, integration and end-to-end tests, then a look for processes that were left behind.
// `npm test -- test/unit/foo.test.ts` runs just these files or folders. The last line is "N passed, N failed".
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChecks } from './check/run-checks.mjs';
import { ProcessWatch } from './test/process-watch.mjs';
import { runSuites } from './test/run-suites.mjs';
import { selectFiles } from './test/select-files.mjs';

const DEADLINE_MS = 25 * 60_000;
const LEFTOVER_GRACE_MS = 5_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv.slice(2);
// Short: Unix sockets in it may have paths of 107 characters.
const runId = `wst-${randomBytes(4).toString('hex')}`;
const runDir = join(tmpdir(), runId);
const stop = new AbortController();
const tally = { passed: 0, failed: 0 };
const write = (/** @type {string} */ text) => void process.stdout.write(text);

for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(name, () => stop.abort(new Error(`the run got ${name}`)));
process.on('disconnect', () => stop.abort(new Error('the launcher is gone')));
process.channel?.unref();
const deadline = setTimeout(() => stop.abort(new Error(`the run took longer than ${DEADLINE_MS / 60_000} minutes`)), DEADLINE_MS);

const watch = new ProcessWatch(runId);
mkdirSync(runDir, { recursive: true });
try {
  const selection = selectFiles(root, wanted);
  if (wanted.length === 0) await check();
  await runSuites(selection, { root, runId, runDir, signal: stop.signal, write }, tally);
  if (tally.passed + tally.failed === 0) fail('No test ran.');
} catch (error) {
  fail(error instanceof Error && wanted.length > 0 ? error.message : String(error));
}
if (stop.signal.aborted) fail(`Stopped: ${stop.signal.reason.message}.`);
await countLeftovers();
watch.close();
clearTimeout(deadline);
rmSync(runDir, { recursive: true, force: true });

console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed > 0 ? 1 : 0;

async function check() {
  write('check\n');
  const results = await runChecks({ root, signal: stop.signal, write });
  for (const { ok } of results) tally[ok ? 'passed' : 'failed'] += 1;
}

/** @param {string} text */
function fail(text) {
  tally.failed += 1;
  write(`\n✗ ${text}\n`);
}

async function countLeftovers() {
  const leftovers = await watch.leftovers(LEFTOVER_GRACE_MS);
  tally[leftovers.length === 0 ? 'passed' : 'failed'] += 1;
  write(`\n${leftovers.length === 0 ? '✓ no process is left behind' : '✗ processes are left behind'}\n`);
  for (const { pid, marker, commandLine } of leftovers) {
    write(`    ${pid} ${marker ?? ''} ${commandLine.slice(0, 300)}\n`);
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}
