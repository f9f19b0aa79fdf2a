// Runs one of the project's commands: sets up what it needs, then starts it with Node.js 24 and passes signals and the exit code on.
import { fileURLToPath } from 'node:url';
import { constants } from 'node:os';
import { explainFailure } from './bootstrap/explain-failure.mjs';
import { prepare, withNodeFirst } from './bootstrap/prepare.mjs';
import { commands } from './launch/commands.mjs';
import { exitCodeOf, startsAgain } from './launch/exit-code.mjs';
import { runChild } from './launch/run-child.mjs';
import { SignalRelay } from './launch/signal-relay.mjs';
import { watchParent } from './launch/watch-parent.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const relay = new SignalRelay({ now: Date.now });
const setup = new AbortController();
/** @type {import('./launch/run-child.mjs').RunningChild | undefined} */
let child;
let stopSignal = /** @type {NodeJS.Signals} */ ('SIGTERM');

for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, () => onSignal(name));
watchParent({ env: process.env, onGone: () => onSignal('SIGTERM') });

const [command = '', ...args] = process.argv.slice(2);
process.exitCode = await main();

async function main() {
  const files = commands[command];
  if (files === undefined) {
    process.stderr.write(`There is no command "${command}"; the commands are ${Object.keys(commands).join(', ')}.\n`);
    return 2;
  }
  try {
    const node = await prepare({ root, command, signal: setup.signal, write: (text) => process.stderr.write(text) });
    return await run(node.path, [...files, ...args]);
  } catch (error) {
    process.stderr.write(setup.signal.aborted ? '\nThe set-up was stopped; run this again to go on.\n' : explainFailure(error));
    return setup.signal.aborted ? 128 + constants.signals[stopSignal] : 1;
  }
}

/** @param {string} nodePath @param {string[]} nodeArgs */
async function run(nodePath, nodeArgs) {
  for (;;) {
    setup.signal.throwIfAborted();
    child = runChild({ program: nodePath, args: nodeArgs, cwd: root, env: withNodeFirst(process.env, nodePath) });
    const exit = await child.exited;
    child = undefined;
    if (!startsAgain(command, exit, relay.presses)) return exitCodeOf(exit);
  }
}

/** @param {'SIGINT' | 'SIGTERM' | 'SIGHUP'} name */
function onSignal(name) {
  const press = relay.receive();
  if (press === undefined) return;
  // A closed terminal asks to stop like everyone else.
  stopSignal = name === 'SIGHUP' ? 'SIGTERM' : name;
  if (child === undefined) setup.abort(new Error(`stopped by ${name}`));
  else child.press(stopSignal, press);
}
