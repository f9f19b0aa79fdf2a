import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'puppeteer';
import type { Page } from 'puppeteer';
import type { WorkerBench } from './worker-bench.ts';

/** Lets a test into the worker's browser beside the worker. */
export const debuggable = '--remote-debugging-port=0';

/** Does something to the page of a worker that was started with `debuggable`. */
export async function withPageOf(bench: WorkerBench, act: (page: Page) => Promise<unknown>): Promise<void> {
  const [port] = readFileSync(join(bench.profile, 'DevToolsActivePort'), 'utf8').split('\n');
  const browser = await connect({ browserURL: `http://127.0.0.1:${port}`, defaultViewport: null });
  try {
    const [page] = await browser.pages();
    if (page === undefined) throw new Error('The browser has no page.');
    await act(page);
  } finally {
    await browser.disconnect();
  }
}
