// Brings sessions back as a service without supervision does: one process, one client after the other.
import { once } from 'node:events';
import { launchOptions } from '@whatsapp-service/worker/browser/launch-options.ts';
import { browserTempDir } from '@whatsapp-service/worker/browser/temp-dir.ts';
import type { LaunchOptions } from 'puppeteer';
import wweb from 'whatsapp-web.js';
import type { Client } from 'whatsapp-web.js';
import type { NaiveJob, NaiveOrder, NaiveReport } from './naive-job.ts';
import { forward, sendEach } from './naive-messages.ts';

const readyTimeoutMs = 60_000;
const clients = new Map<string, Client>();

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

async function restore({ sessionIds, authDir, tempDir, browser, launch }: NaiveJob): Promise<void> {
  for (const clientId of sessionIds) {
    const client = new wweb.Client({
      authStrategy: new wweb.LocalAuth({ clientId, dataPath: authDir }),
      webVersionCache: { type: 'none' },
      puppeteer: launch === 'service' ? launchOptions(browser, tempDir, new AbortController().signal) : libraryDefaults(browser, tempDir),
    });
    clients.set(clientId, client);
    const ready = once(client, 'ready', { signal: AbortSignal.timeout(readyTimeoutMs) });
    await Promise.all([client.initialize(), ready]);
    report({ connected: clientId, atMs: Date.now() });
  }
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
  for (const client of clients.values()) await client.destroy();
  process.exit(0);
}

function report(message: NaiveReport): void {
  process.send?.(message);
}
