// Brings sessions back as a service without supervision does: one process for all of them.
import { once } from 'node:events';
import { join } from 'node:path';
import { launchOptions } from '@whatsapp-service/worker/browser/launch-options.ts';
import { browserTempDir } from '@whatsapp-service/worker/browser/temp-dir.ts';
import type { Browser, LaunchOptions } from 'puppeteer';
import type { Client } from 'whatsapp-web.js';
import { eachAtOnce } from './each-at-once.ts';
import type { NaiveJob, NaiveOrder, NaiveReport } from './naive-job.ts';
import { forward, sendEach } from './naive-messages.ts';

const readyTimeoutMs = 120_000;
const clients = new Map<string, Client>();
const browsers: Browser[] = [];
let atOnce = 1;

process.on('SIGTERM', () => void close());
// The benchmark is gone.
process.on('disconnect', () => void close());
process.once('message', (job: NaiveJob) => {
  restore(job).catch((error: unknown) => report({ failed: String(error) }));
  process.on('message', (order: NaiveOrder) => {
    carryOut(order).catch((error: unknown) => report({ failed: String(error) }));
  });
});

async function carryOut(order: NaiveOrder): Promise<void> {
  if (order.order === 'send') return report({ sentMs: await sendEach(clients, order) });
  for (const client of clients.values()) forward(client, order.url);
  report({ forwards: true });
}

async function restore(job: NaiveJob): Promise<void> {
  atOnce = job.atOnce;
  const open = job.opens === 'clients' ? await clientOpener(job) : await pageOpener(job);
  await eachAtOnce(job.sessionIds, atOnce, async (id) => {
    await open(id);
    report({ connected: id, atMs: Date.now() });
  });
}

async function clientOpener({ authDir, tempDir, browser, launch }: NaiveJob): Promise<(id: string) => Promise<void>> {
  const { default: wweb } = await import('whatsapp-web.js');
  return async (clientId) => {
    const client = new wweb.Client({
      authStrategy: new wweb.LocalAuth({ clientId, dataPath: authDir }),
      webVersionCache: { type: 'none' },
      puppeteer: launch === 'service' ? launchOptions(browser, tempDir, new AbortController().signal) : libraryDefaults(browser, tempDir),
    });
    clients.set(clientId, client);
    const ready = once(client, 'ready', { signal: AbortSignal.timeout(readyTimeoutMs) });
    await Promise.all([client.initialize(), ready]);
  };
}

/** What no service can do without: a browser on the profile, and the page in it. The library is not even loaded. */
async function pageOpener({ authDir, tempDir, browser }: NaiveJob): Promise<(id: string) => Promise<void>> {
  const { default: puppeteer } = await import('puppeteer');
  return async (id) => {
    const options = launchOptions(browser, tempDir, new AbortController().signal);
    const opened = await puppeteer.launch({ ...options, userDataDir: join(authDir, `session-${id}`) });
    browsers.push(opened);
    const [page] = await opened.pages();
    await page?.goto('https://web.whatsapp.com/', { waitUntil: 'load', timeout: readyTimeoutMs });
  };
}

/** What the library does by itself; only where the browser is, where its temp files go and how it gets to the simulator is said. */
function libraryDefaults({ path, sandbox, extraArgs }: NaiveJob['browser'], tempDir: string): LaunchOptions {
  return {
    executablePath: path,
    args: [...(sandbox ? [] : ['--no-sandbox']), ...extraArgs],
    env: { ...process.env, TMPDIR: browserTempDir(tempDir) },
  };
}

async function close(): Promise<void> {
  await eachAtOnce(browsers, atOnce, async (browser) => browser.close());
  await eachAtOnce([...clients.values()], atOnce, async (client) => client.destroy());
  process.exit(0);
}

function report(message: NaiveReport): void {
  process.send?.(message);
}
