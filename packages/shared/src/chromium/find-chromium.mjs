// Plain JavaScript without a dependency: the bootstrap runs it on Node 18, before anything is installed.
import { accessSync, closeSync, constants, openSync, readSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';

const NAMES = ['chromium-headless-shell', 'chrome-headless-shell', 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const FULL_PATHS = ['/usr/lib/chromium/chromium', '/usr/lib/chromium-browser/chromium-browser', '/opt/google/chrome/chrome'];
const HEAD_BYTES = 4096;

/** The browser to use: `CHROMIUM_PATH`, else the first one on the PATH, else one in `browsersDir`; undefined when there is none. Throws when `CHROMIUM_PATH` names no executable file. */
export function findChromium({ env, browsersDir, fs = realFs }) {
  if (env.CHROMIUM_PATH) return chosen(env.CHROMIUM_PATH, fs);
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of NAMES) {
    for (const folder of folders) {
      const path = binaryBehind(join(folder, name), fs);
      if (path !== undefined) return { path, kind: kindOf(path) };
    }
  }
  return browsersDir === undefined ? undefined : downloaded(browsersDir, fs);
}

/** A full Chromium, whatever the service would choose; undefined when there is none where packages put it. */
export function findFullChromium(fs = realFs) {
  const path = FULL_PATHS.find((each) => fs.isExecutable(each));
  return path === undefined ? undefined : { path, kind: kindOf(path) };
}

function chosen(path, fs) {
  if (!fs.isExecutable(path)) {
    throw new Error(`CHROMIUM_PATH is "${path}", but there is no executable file; set it to a Chromium binary or remove it.`);
  }
  return { path, kind: kindOf(path) };
}

/** A wrapper script would be one process more, and a signal to it would miss the browser: take the binary that it starts. */
function binaryBehind(path, fs) {
  if (!fs.isExecutable(path)) return undefined;
  const head = fs.readHead(path);
  if (!head.startsWith('#!')) return path;
  const real = fs.realpath(path);
  const candidates = [join('/usr/lib/chromium', basename(path)), join(dirname(real), 'chrome')];
  const binary = candidates.find((candidate) => fs.isExecutable(candidate) && !fs.readHead(candidate).startsWith('#!'));
  if (binary !== undefined) return binary;
  // Ubuntu's chromium-browser only says that a snap should be installed.
  return head.includes('snap install') ? undefined : path;
}

/** What `puppeteer browsers install` leaves: <dir>/<browser>/<platform>-<version>/<browser>-<platform>/<browser>. */
function downloaded(browsersDir, fs) {
  for (const [browser, file] of [
    ['chrome-headless-shell', 'chrome-headless-shell'],
    ['chrome', 'chrome'],
  ]) {
    const builds = fs.list(join(browsersDir, browser)).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
    for (const build of builds) {
      for (const folder of fs.list(join(browsersDir, browser, build))) {
        const path = join(browsersDir, browser, build, folder, file);
        if (fs.isExecutable(path)) return { path, kind: kindOf(path) };
      }
    }
  }
  return undefined;
}

function kindOf(path) {
  return /headless[-_]shell/.test(basename(path)) ? 'headless-shell' : 'chromium';
}

const realFs = {
  isExecutable(path) {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  },
  readHead(path) {
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(HEAD_BYTES);
      return buffer.toString('latin1', 0, readSync(file, buffer, 0, HEAD_BYTES, 0));
    } finally {
      closeSync(file);
    }
  },
  realpath: (path) => realpathSync(path),
  list(path) {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  },
};
