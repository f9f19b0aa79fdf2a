import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { chromium } from '../../../../scripts/bootstrap/chromium.mjs';
import { contextIn } from '../../../support/setup-context.ts';

function browser(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '\x7fELF');
  chmodSync(path, 0o755);
}

t.test('a browser on the PATH is enough', async (t) => {
  const { context } = contextIn(t.testdir());
  t.equal(chromium.isDone(context), false);
  browser(join(context.root, 'bin/chromium'));
  t.equal(chromium.isDone(context), true);
});

t.test('CHROMIUM_PATH is taken from .env too', async (t) => {
  const { context } = contextIn(t.testdir());
  browser(join(context.root, 'mine'));
  writeFileSync(join(context.root, '.env'), `PORT=3000\nCHROMIUM_PATH="${join(context.root, 'mine')}" # mine\n`);
  t.equal(chromium.isDone(context), true);
  writeFileSync(join(context.root, '.env'), 'CHROMIUM_PATH=/nowhere\n');
  t.throws(() => chromium.isDone(context), { name: 'SetupError', message: /CHROMIUM_PATH is "\/nowhere"/ });
});

t.test("as root on Debian the headless shell's package is installed", async (t) => {
  const { context, calls } = contextIn(t.testdir(), (program, args) => {
    if (program === 'apt-get' && args.includes('install')) browser(join(context.root, 'bin/chromium-headless-shell'));
    return { code: 0, output: '' };
  });
  await chromium.run({ ...context, isRoot: true });
  t.strictSame(
    calls.map(({ program, args }) => `${program} ${args.filter((arg) => /^[a-z]/.test(arg)).join(' ')}`),
    ['dpkg ', 'apt-get update', 'apt-get install chromium-headless-shell'],
  );
});

t.test('without root one is downloaded with puppeteer', async (t) => {
  const { context, calls } = contextIn(t.testdir(), () => {
    browser(join(context.root, '.tools/browsers/chrome-headless-shell/linux-1/chrome-headless-shell-linux64/chrome-headless-shell'));
    return { code: 0, output: '' };
  });
  await chromium.run(context);
  t.match(calls, [{ args: [/puppeteer/, 'browsers', 'install', 'chrome-headless-shell'] }]);
  t.equal(chromium.isDone(context), true);
});

t.test('when nothing helps, one sentence says what to do', async (t) => {
  const { context } = contextIn(t.testdir(), () => ({ code: 100, output: 'no network' }));
  await t.rejects(chromium.run({ ...context, isRoot: true }), { message: /set CHROMIUM_PATH/, output: /no network/ });
});
