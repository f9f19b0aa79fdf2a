import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'puppeteer';
import type { Page } from 'puppeteer';
import { readFileSync } from 'node:fs';
import type { Phone } from '@whatsapp-service/simulator/phone/phone.ts';
import { Lab } from '../../support/lab.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { SmallDisk } from '../../support/small-disk.ts';
import { Load } from './load.ts';
import type { ProcessFigures } from './service-entry.ts';

const other = { entry: join(import.meta.dirname, 'service-entry.ts'), nodeArgs: ['--expose-gc'] };

export interface StageOptions {
  /** How many sessions there are to be hit. */
  readonly hits: number;
  /** How many must not notice. */
  readonly calm: number;
  /** Whether data and auth folders are disks of their own; needs root. */
  readonly hasDisks: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

/** Room for the logs of a run, and for the 10,000 facts of each flood. */
function dataMegabytes(hits: number): number {
  return 64 + hits * 32;
}

/** A service with sessions that are hit and sessions that must not notice, all linked and connected. */
export class Stage {
  readonly lab: Lab;
  readonly hitIds: readonly string[];
  readonly calmIds: readonly string[];
  readonly phones = new Map<string, Phone>();
  readonly friend: Phone;
  readonly disks: readonly SmallDisk[];
  readonly #env: NodeJS.ProcessEnv;
  #service: ServiceProcess | undefined;
  #load: Load | undefined;
  #fixtures = 0;
  #isClosed = false;

  private constructor(lab: Lab, options: StageOptions, disks: readonly SmallDisk[]) {
    this.lab = lab;
    this.hitIds = Array.from({ length: options.hits }, (_, n) => `hit-${n + 1}`);
    this.calmIds = Array.from({ length: options.calm }, (_, n) => `calm-${n + 1}`);
    this.friend = lab.newPhone();
    this.disks = disks;
    this.#env = {
      RESTORE_CONCURRENCY: '4',
      MAX_SESSIONS: '500',
      SESSION_MEMORY_LIMIT_MB: '600',
      ...options.env,
    };
  }

  static async open(options: StageOptions): Promise<Stage> {
    const lab = await Lab.open();
    const disks = options.hasDisks ? [SmallDisk.mount(lab.dataDir, dataMegabytes(options.hits)), SmallDisk.mount(lab.authDir, 400)] : [];
    const stage = new Stage(lab, options, disks);
    try {
      await stage.#fill();
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  async #fill(): Promise<void> {
    await this.startService();
    const ids = [...this.hitIds, ...this.calmIds];
    const phones = await this.lab.linkAll(this.service, ids);
    for (const [index, phone] of phones.entries()) this.phones.set(ids[index] ?? '', phone);
    await this.lab.waitForLinkOnDisk(...ids);
    this.#load = new Load(this.service.url, this.calmIds, this.friend.number);
  }

  get service(): ServiceProcess {
    if (this.#service === undefined) throw new Error('There is no service.');
    return this.#service;
  }

  get load(): Load {
    if (this.#load === undefined) throw new Error('There is no load.');
    return this.#load;
  }

  async startService(env: NodeJS.ProcessEnv = {}): Promise<ServiceProcess> {
    this.#service = await this.lab.startService({ ...this.#env, ...env }, other);
    this.#load?.moveTo(this.#service.url);
    return this.#service;
  }

  async figures(): Promise<ProcessFigures> {
    return this.service.ask<ProcessFigures>({ figures: true });
  }

  /** Ids of sessions whose worker is one of test/fixtures/workers. */
  fixtureIds(name: string, count: number): string[] {
    return Array.from({ length: count }, () => `fx-${name}-${(this.#fixtures += 1)}`);
  }

  /** Begins sessions of a fixture's workers, all at once. */
  async addFixtures(name: string, count: number): Promise<string[]> {
    const ids = this.fixtureIds(name, count);
    await Promise.all(ids.map(async (id) => this.addFixture(id)));
    return ids;
  }

  /** Begins the session of a fixture worker; its worker misbehaves from then on. */
  async addFixture(sessionId: string): Promise<void> {
    const { status, body } = await this.service.api('POST', '/api/v1/sessions', { session_id: sessionId });
    if (status !== 201) throw new Error(`${sessionId} was not made: ${status} ${JSON.stringify(body)}`);
  }

  /** Deletes sessions and resolves once they are gone. */
  async remove(ids: readonly string[]): Promise<void> {
    const asked = await Promise.all(ids.map(async (id) => this.service.api('DELETE', `/api/v1/sessions/${id}`)));
    const refused = asked.find(({ status }) => status !== 202);
    if (refused !== undefined) throw new Error(`A deletion was refused: ${refused.status} ${JSON.stringify(refused.body)}`);
    for (const id of ids) {
      const deadline = performance.now() + 60_000;
      while ((await this.service.api('GET', `/api/v1/sessions/${id}`)).status !== 404) {
        if (performance.now() > deadline) throw new Error(`${id} is not gone.`);
        await delay(50);
      }
    }
  }

  /** Does something to the page of a session, beside its worker. */
  async withPageOf(sessionId: string, act: (page: Page) => Promise<unknown>): Promise<void> {
    const [port] = readFileSync(join(this.lab.profileOf(sessionId), 'DevToolsActivePort'), 'utf8').split('\n');
    const browser = await connect({ browserURL: `http://127.0.0.1:${port}`, defaultViewport: null });
    try {
      const [page] = await browser.pages();
      if (page !== undefined) await act(page);
    } finally {
      await browser.disconnect().catch(() => undefined);
    }
  }

  /** How often the sessions that are not hit have logged in. */
  calmConnects(): number {
    return this.calmIds.reduce((sum, id) => sum + this.lab.connectsOf(this.phones.get(id) ?? this.friend), 0);
  }

  /** How often all sessions have logged in. */
  connects(): number {
    return [...this.phones.values()].reduce((sum, phone) => sum + this.lab.connectsOf(phone), 0);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#load?.close();
    try {
      await this.#service?.stop();
      for (const disk of this.disks) disk.unmount();
    } finally {
      await this.lab.close();
    }
  }
}
