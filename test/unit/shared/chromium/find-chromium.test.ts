import { findChromium, findFullChromium, type ChromiumFs } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import t from 'tap';

/** A file system of executables: each path with the beginning of its content, or the path that it links to. */
function machine(files: Record<string, string>): ChromiumFs {
  const target = (path: string): string => (files[path]?.startsWith('->') ? target(files[path].slice(2)) : path);
  return {
    isExecutable: (path) => files[target(path)] !== undefined,
    readHead: (path) => files[target(path)] ?? '',
    realpath: target,
    list: (path) => [
      ...new Set(
        Object.keys(files)
          .filter((file) => file.startsWith(`${path}/`))
          .map((file) => file.slice(path.length + 1).split('/')[0] ?? ''),
      ),
    ],
  };
}

const elf = '\x7fELF';
const script = '#!/bin/sh -e\n\nexec something "$@"\n';
const PATH = '/usr/local/bin:/usr/bin:/bin';

t.test('CHROMIUM_PATH wins over everything on the PATH', async (t) => {
  const fs = machine({ '/opt/my/chrome': elf, '/usr/bin/chromium-headless-shell': elf });
  t.strictSame(findChromium({ env: { PATH, CHROMIUM_PATH: '/opt/my/chrome' }, fs }), { path: '/opt/my/chrome', kind: 'chromium' });
});

t.test('a CHROMIUM_PATH without a file is an error that names the setting and the path', async (t) => {
  const fs = machine({ '/usr/bin/chromium': elf });
  t.throws(() => findChromium({ env: { PATH, CHROMIUM_PATH: '/nowhere/chrome' }, fs }), /CHROMIUM_PATH is "\/nowhere\/chrome"/);
});

t.test('the headless shell comes before Chromium, and Chromium before Google Chrome, wherever they are on the PATH', async (t) => {
  const all = { '/usr/local/bin/google-chrome': elf, '/usr/local/bin/chromium': elf, '/bin/chromium-headless-shell': elf };
  t.strictSame(findChromium({ env: { PATH }, fs: machine(all) }), { path: '/bin/chromium-headless-shell', kind: 'headless-shell' });
  const { '/bin/chromium-headless-shell': _, ...withoutShell } = all;
  t.strictSame(findChromium({ env: { PATH }, fs: machine(withoutShell) }), { path: '/usr/local/bin/chromium', kind: 'chromium' });
});

t.test("Debian's wrapper scripts are passed over for the binary itself", async (t) => {
  const shell = machine({ '/usr/bin/chromium-headless-shell': script, '/usr/lib/chromium/chromium-headless-shell': elf });
  t.equal(findChromium({ env: { PATH }, fs: shell })?.path, '/usr/lib/chromium/chromium-headless-shell');
  const chromium = machine({ '/usr/bin/chromium': script, '/usr/lib/chromium/chromium': elf });
  t.equal(findChromium({ env: { PATH }, fs: chromium })?.path, '/usr/lib/chromium/chromium');
});

t.test("Google Chrome's wrapper is passed over for the binary beside it", async (t) => {
  const fs = machine({
    '/usr/bin/google-chrome-stable': '->/opt/google/chrome/google-chrome',
    '/opt/google/chrome/google-chrome': script,
    '/opt/google/chrome/chrome': elf,
  });
  t.equal(findChromium({ env: { PATH }, fs })?.path, '/opt/google/chrome/chrome');
});

t.test('a wrapper whose binary is not known is used as it is', async (t) => {
  t.equal(findChromium({ env: { PATH }, fs: machine({ '/usr/bin/chromium': script }) })?.path, '/usr/bin/chromium');
});

t.test('a script that only says that a snap should be installed is no browser', async (t) => {
  const fs = machine({ '/usr/bin/chromium-browser': '#!/bin/sh\necho "requires the chromium snap: snap install chromium"' });
  t.equal(findChromium({ env: { PATH }, fs }), undefined);
});

t.test('the newest browser that was downloaded is the last resort', async (t) => {
  const build = (version: string) => `/tools/chrome-headless-shell/linux-${version}/chrome-headless-shell-linux64/chrome-headless-shell`;
  const fs = machine({ [build('99.0.1')]: elf, [build('145.0.2')]: elf });
  t.strictSame(findChromium({ env: { PATH }, browsersDir: '/tools', fs }), { path: build('145.0.2'), kind: 'headless-shell' });
  t.equal(findChromium({ env: {}, fs }), undefined);
});

t.test('a full Chromium is found whatever the service would choose', async (t) => {
  const shell = { '/usr/lib/chromium/chromium-headless-shell': elf };
  t.equal(findFullChromium(machine(shell)), undefined);
  t.strictSame(findFullChromium(machine({ ...shell, '/opt/google/chrome/chrome': elf })), {
    path: '/opt/google/chrome/chrome',
    kind: 'chromium',
  });
});
