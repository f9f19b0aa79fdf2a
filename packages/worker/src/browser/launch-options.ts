import type { LaunchOptions } from 'puppeteer';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import { browserTempDir } from './temp-dir.ts';

/** Longer than any page call of ours; ends a call into a page that hangs. */
const protocolTimeoutMs = 180_000;

/** A setting of ours in everybody's browser: taken from outside, one would put all sessions into one profile. */
const ownedArgs = ['--user-data-dir', '--remote-debugging-pipe'];

const quietArgs = [
  // Told by hand: puppeteer leaves it out as soon as an extra argument speaks of remote debugging.
  '--remote-debugging-pipe',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  // Half of a login is in localStorage, which Chromium otherwise writes after 5 s and then once a minute at most: a browser that is
  // killed meanwhile leaves a profile that is linked no more. With this it is on the disk after a second.
  '--enable-aggressive-domstorage-flushing',
];

/** Puppeteer's launch options for a session; a new object each time, because the library changes what it is given. */
export function launchOptions(browser: WorkerInit['browser'], tempDir: string, signal: AbortSignal): LaunchOptions {
  const args = [...quietArgs];
  if (!browser.sandbox) args.push('--no-sandbox');
  if (browser.proxy !== null) args.push(`--proxy-server=${browser.proxy}`);
  args.push(...browser.extraArgs.filter((arg) => !isOwned(arg)));
  return {
    executablePath: browser.path,
    headless: browser.kind === 'headless-shell' ? 'shell' : true,
    // With a pipe Chromium ends with its worker and opens no port; without it a killed worker left nine processes.
    pipe: true,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    protocolTimeout: protocolTimeoutMs,
    signal,
    env: { ...process.env, TMPDIR: browserTempDir(tempDir) },
    args,
  };
}

function isOwned(arg: string): boolean {
  return ownedArgs.some((owned) => arg === owned || arg.startsWith(`${owned}=`));
}
