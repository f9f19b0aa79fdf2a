import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import { endStragglers } from '../../scripts/service/end-stragglers.ts';
import { ServiceApi } from '../../scripts/service/service-api.ts';
import { ServiceChild } from '../../scripts/service/service-child.ts';
import { serviceEnvironment } from '../../scripts/service/service-environment.ts';
import { waitFor } from '../../scripts/service/wait-for.ts';

const entry = join(import.meta.dirname, 'service/main.ts');
const apiKey = 'a-key-for-the-benchmark-0123456789';
const connectedTimeoutMs = 600_000;
const createdAtOnce = 10;

/** A service whose workers have no browser, in a folder of its own. */
export class ScaleStage {
  readonly apiKey = apiKey;
  readonly api: ServiceApi;
  readonly service: ServiceChild;
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #ids: string[] = [];

  private constructor(folder: string, service: ServiceChild, url: string, signal: AbortSignal) {
    this.#folder = folder;
    this.service = service;
    this.api = new ServiceApi(url, this.apiKey);
    this.#signal = signal;
  }

  static async open(most: number, browsersDir: string, signal: AbortSignal): Promise<ScaleStage> {
    const folder = await mkdtemp(join(tmpdir(), 'wa-scale-'));
    await mkdir(join(folder, 'tmp'));
    const browser = findChromium({ env: process.env, browsersDir });
    const more = { MAX_SESSIONS: String(Math.max(most, 1)), ...(browser === undefined ? {} : { CHROMIUM_PATH: browser.path }) };
    const env = serviceEnvironment({ folder, port: 0, apiKey, chromiumArgs: [], more });
    const service = new ServiceChild({ env, args: [entry], logPath: join(folder, 'service.log') });
    const either = AbortSignal.any([signal, service.lost]);
    try {
      return new ScaleStage(folder, service, await service.url(either), either);
    } catch (error) {
      await service.stop();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get sessionIds(): readonly string[] {
    return this.#ids;
  }

  /** Makes sessions until there are so many; resolves once all are connected. */
  async growTo(count: number): Promise<void> {
    while (this.#ids.length < count) {
      const first = this.#ids.length;
      const ids = Array.from({ length: Math.min(createdAtOnce, count - first) }, (_, index) => `fx-talks-${first + index + 1}`);
      await Promise.all(ids.map(async (session_id) => this.api.post('/api/v1/sessions', { session_id }, this.#signal)));
      this.#ids.push(...ids);
    }
    const areConnected = async (): Promise<true | undefined> => {
      // Not by the list, whose page may end before the last of them.
      const { sessions } = await this.api.get<ServiceInfo>('/api/v1/service', this.#signal);
      return sessions.connected === count ? true : undefined;
    };
    await waitFor(areConnected, { what: `${count} sessions being connected`, timeoutMs: connectedTimeoutMs, signal: this.#signal });
  }

  async close(): Promise<void> {
    await this.service.stop();
    await endStragglers(this.#folder);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
