import { runProgram } from '../bootstrap/run-program.mjs';
import { checks } from './checks.mjs';

const TIMEOUT_MS = 180_000;
// Compiler and linter are Go programs that end soon: to collect garbage less often saves a fourth of their time.
const env = { GOGC: '300', ...process.env };

/** @typedef {{ name: string, ok: boolean }} CheckResult */

/**
 * Runs all checks at once and prints a line for each as it ends, with the full output of one that failed.
 * @param {{ root: string, signal: AbortSignal, write: (text: string) => void }} options @returns {Promise<CheckResult[]>}
 */
export function runChecks({ root, signal, write }) {
  return Promise.all(
    checks.map(async ({ name, args }) => {
      const startedAt = Date.now();
      const { code, output } = await runProgram(process.execPath, args, { cwd: root, env, signal, timeoutMs: TIMEOUT_MS });
      write(`  ${code === 0 ? '✓' : '✗'} ${name}  ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
      if (code !== 0) write(`${output.replace(/^/gm, '    ')}\n`);
      return { name, ok: code === 0 };
    }),
  );
}
