// Makes this folder ready on a machine with only Node.js 18 or newer and npm: `npm run setup`. The other commands do the same for themselves.
import { explainFailure } from './bootstrap/explain-failure.mjs';
import { prepare } from './bootstrap/prepare.mjs';
import { fileURLToPath } from 'node:url';

const abort = new AbortController();
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(name, () => abort.abort(new Error(`stopped by ${name}`)));

try {
  await prepare({
    root: fileURLToPath(new URL('..', import.meta.url)),
    command: 'setup',
    signal: abort.signal,
    write: (text) => process.stderr.write(text),
  });
  console.log('Everything is set up. "npm run demo" shows it, "npm start" runs the service, "npm test" checks it.');
} catch (error) {
  process.stderr.write(abort.signal.aborted ? '\nThe set-up was stopped; run this again to go on.\n' : explainFailure(error));
  process.exitCode = abort.signal.aborted ? 130 : 1;
}
