import type { LaunchOptions } from 'puppeteer';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';

/** Longer than any page call of ours; ends a call into a page that hangs. */
const protocolTimeoutMs = 60_000;

const quietArgs = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  '--disable-dev-shm-usage',
];

/** Puppeteer's launch options for a session; a new object each time, because the library changes what it is given. */
export function launchOptions(browser: WorkerInit['browser'], tempDir: string, signal: AbortSignal): LaunchOptions {
  const args = [...quietArgs];
  if (!browser.sandbox) args.push('--no-sandbox');
  if (browser.proxy !== null) args.push(`--proxy-server=${browser.proxy}`);
  args.push(...browser.extraArgs);
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
    env: { ...process.env, TMPDIR: tempDir },
    args,
  };
}
