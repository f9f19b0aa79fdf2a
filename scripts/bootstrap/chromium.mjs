import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '../../packages/shared/src/chromium/find-chromium.mjs';
import { installDebianPackage } from './debian-package.mjs';
import { SetupError } from './setup-error.mjs';

/** @type {import('./step.mjs').Step} */
export const chromium = {
  name: 'chromium',
  title: 'Chromium',
  isDone: (context) => locate(context) !== undefined,
  async run(context) {
    const aptOutput = await installDebianPackage('chromium-headless-shell', context);
    const downloadOutput = locate(context) === undefined ? await download(context) : undefined;
    const found = locate(context);
    if (found !== undefined) return found.path;
    const output = [aptOutput, downloadOutput].filter((text) => text !== undefined).join('\n');
    throw new SetupError(
      "No Chromium was found and none could be installed: install Debian's chromium-headless-shell, Chromium or Google Chrome, or set CHROMIUM_PATH to a Chromium binary, and run this again.",
      { output },
    );
  },
};

/** The folder that a downloaded browser is kept in. @param {string} root */
function browsersFolder(root) {
  return join(root, '.tools/browsers');
}

/** @param {import('./step.mjs').Context} context */
function locate({ root, env }) {
  const chosen = env.CHROMIUM_PATH ?? chosenInDotEnv(root);
  try {
    return findChromium({ env: { PATH: env.PATH, CHROMIUM_PATH: chosen }, browsersDir: browsersFolder(root) });
  } catch (cause) {
    throw new SetupError(/** @type {Error} */ (cause).message, { cause });
  }
}

/** The service reads its settings from .env too; Node 18 has no parser for it. @param {string} root */
function chosenInDotEnv(root) {
  try {
    const value = /^\s*(?:export\s+)?CHROMIUM_PATH\s*=\s*(.*?)\s*$/m.exec(readFileSync(join(root, '.env'), 'utf8'))?.[1];
    return value?.replace(/^(['"])(.*)\1.*$/, '$2');
  } catch {
    return undefined;
  }
}

/** @param {import('./step.mjs').Context} context */
async function download({ root, node, exec }) {
  const puppeteer = join(root, 'node_modules/puppeteer/lib/cjs/puppeteer/node/cli.js');
  const result = await exec(node.path, [puppeteer, 'browsers', 'install', 'chrome-headless-shell', '--path', browsersFolder(root)]);
  return result.output;
}
