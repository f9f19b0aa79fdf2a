// `npm run check`: types, lint, format, unused code, import rules.
import { fileURLToPath } from 'node:url';
import { runChecks } from './check/run-checks.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stop = new AbortController();
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(name, () => stop.abort(new Error(`the check got ${name}`)));
process.on('disconnect', () => stop.abort(new Error('the launcher is gone')));
process.channel?.unref();

try {
  const results = await runChecks({ root, signal: stop.signal, write: (text) => void process.stdout.write(text) });
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
} catch (error) {
  console.error(`Stopped: ${error instanceof Error ? error.message : String(error)}.`);
  process.exitCode = 1;
}
