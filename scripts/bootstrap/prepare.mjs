import { join, dirname } from 'node:path';
import { chooseNode } from './node-runtime.mjs';
import { runProgram } from './run-program.mjs';
import { takeSetupLock } from './setup-lock.mjs';
import { Stamps } from './stamps.mjs';
import { stepsFor } from './steps-for.mjs';

/**
 * Makes everything ready that a command needs, doing only what is missing or out of date; returns the Node.js to run it with.
 * @param {{ root: string, command: string, signal: AbortSignal, write: (text: string) => void }} options
 */
export async function prepare({ root, command, signal, write }) {
  const context = contextFor(root, signal);
  await runSteps(stepsFor(command), context, {
    write,
    lock: () =>
      takeSetupLock(join(root, '.tools/setup.lock'), {
        signal,
        onWait: (pid) => write(`Waiting for another set-up of this folder (process ${pid}) …\n`),
      }),
  });
  return context.node;
}

/**
 * Runs the steps that are not done, in order and under the lock; without any, nothing is locked or written.
 * @param {readonly import('./step.mjs').Step[]} steps @param {import('./step.mjs').Context} context
 * @param {{ write: (text: string) => void, lock: () => Promise<() => void>, now?: () => number }} effects
 */
export async function runSteps(steps, context, { write, lock, now = Date.now }) {
  if (steps.every((step) => step.isDone(context))) return;
  const release = await lock();
  try {
    for (const step of steps) {
      // Looked at again: whoever held the lock may have done it.
      if (!step.isDone(context)) await runStep(step, context, write, now);
    }
  } finally {
    release();
  }
}

/** @param {import('./step.mjs').Step} step @param {import('./step.mjs').Context} context @param {(text: string) => void} write @param {() => number} now */
async function runStep(step, context, write, now) {
  const startedAt = now();
  write(`Setting up: ${step.title} … `);
  try {
    const note = await step.run(context);
    write(`${note ?? 'done'} (${((now() - startedAt) / 1000).toFixed(1)} s)\n`);
  } catch (error) {
    write('failed\n');
    throw error;
  }
}

/** @param {string} root @param {AbortSignal} signal @returns {import('./step.mjs').Context} */
function contextFor(root, signal) {
  const node = chooseNode({ root, version: process.version, execPath: process.execPath });
  const env = withNodeFirst(process.env, node.path);
  return {
    root,
    env,
    node,
    stamps: new Stamps(join(root, '.tools/setup.json')),
    exec: (program, args, extraEnv = {}) => runProgram(program, args, { cwd: root, env: { ...env, ...extraEnv }, signal }),
    isRoot: process.getuid?.() === 0,
  };
}

/** The environment in which `node` is that Node.js for every program. @param {NodeJS.ProcessEnv} env @param {string} nodePath @returns {NodeJS.ProcessEnv} */
export function withNodeFirst(env, nodePath) {
  return { ...env, PATH: `${dirname(nodePath)}:${env.PATH ?? ''}` };
}
