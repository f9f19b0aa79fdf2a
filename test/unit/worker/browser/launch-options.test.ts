import t from 'tap';
import { launchOptions } from '@whatsapp-service/worker/browser/launch-options.ts';

const browser = { path: '/bin/browser', kind: 'headless-shell', sandbox: true, extraArgs: [], proxy: null } as const;

function optionsFor(overrides: object = {}) {
  return launchOptions({ ...browser, extraArgs: [], ...overrides }, '/tmp/own', new AbortController().signal);
}

await t.test('the browser is driven by a pipe and left alone by signals', async (t) => {
  t.match(optionsFor(), {
    executablePath: '/bin/browser',
    headless: 'shell',
    pipe: true,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    env: { TMPDIR: '/tmp/own' },
  });
  t.equal(optionsFor({ kind: 'chromium' }).headless, true);
});

await t.test('localStorage, with its half of the login, is not kept in memory for long', async (t) => {
  t.ok(optionsFor().args?.includes('--enable-aggressive-domstorage-flushing'));
});

await t.test('the sandbox is off only where init says so', async (t) => {
  t.notOk(optionsFor().args?.includes('--no-sandbox'));
  t.ok(optionsFor({ sandbox: false }).args?.includes('--no-sandbox'));
});

await t.test('proxy and extra arguments are passed on, but nobody moves the profile or takes the pipe away', async (t) => {
  const args = optionsFor({
    proxy: 'socks5://127.0.0.1:1080',
    extraArgs: ['--lang=en', '--user-data-dir=/elsewhere', '--user-data-dir', '--remote-debugging-port=0'],
  }).args;
  t.ok(args?.includes('--proxy-server=socks5://127.0.0.1:1080'));
  t.ok(args?.includes('--lang=en'));
  t.ok(args?.includes('--remote-debugging-pipe'));
  t.notOk(args?.some((arg) => arg.startsWith('--user-data-dir')));
});

await t.test('each call gives a new object, because the library changes what it is given', async (t) => {
  t.not(optionsFor(), optionsFor());
  t.not(optionsFor().args, optionsFor().args);
});
