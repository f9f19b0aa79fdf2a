import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import type { Phone } from '@whatsapp-service/simulator/phone/phone.ts';
import type { SimulatorOptions } from '@whatsapp-service/simulator/simulator-options.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { WorkerLedger } from '@whatsapp-service/supervisor/workers/worker-ledger.ts';
import type { LedgerEntry } from '@whatsapp-service/supervisor/workers/worker-ledger.ts';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { processesNaming } from './process-tree.ts';
import type { ServiceClient } from './service-client.ts';
import { ServiceProcess, until } from './service-process.ts';
import type { OtherEntry } from './service-process.ts';
import { underLoad } from './under-load.ts';

/** The keys of a link take more than this, and what Chromium writes by itself less. */
const leastLinkBytes = 150;

const scanAttempts = 3;

/** The processes of one session. */
export interface SessionProcesses {
  readonly worker: ProcessIdentity;
  readonly browser: ProcessIdentity;
}

/** A simulated WhatsApp, empty folders, and services that use both; closing it leaves nothing behind. */
export class Lab {
  readonly simulator: Simulator;
  readonly folder: string;
  readonly #services = new Set<ServiceProcess>();
  #phones = 0;

  private constructor(simulator: Simulator, folder: string) {
    this.simulator = simulator;
    this.folder = folder;
  }

  static async open(options: SimulatorOptions = {}): Promise<Lab> {
    const folder = await mkdtemp(join(tmpdir(), 'whatsapp-lab-'));
    return new Lab(await Simulator.start(options), folder);
  }

  get authDir(): string {
    return join(this.folder, 'auth');
  }

  get dataDir(): string {
    return join(this.folder, 'data');
  }

  /** What a service needs in its environment to live in this lab. */
  get env(): NodeJS.ProcessEnv {
    return {
      ...underLoad,
      AUTH_DIR: this.authDir,
      DATA_DIR: this.dataDir,
      CACHE_DIR: join(this.folder, 'cache'),
      CHROMIUM_ARGS: this.simulator.chromiumArgs.map((argument) => `'${argument}'`).join(' '),
    };
  }

  async startService(env: NodeJS.ProcessEnv = {}, other?: OtherEntry): Promise<ServiceProcess> {
    const service = await ServiceProcess.start({ ...this.env, ...env }, this.folder, 30_000, other);
    this.#services.add(service);
    void service.exited.then(() => this.#services.delete(service));
    return service;
  }

  /** A phone with a number of its own. */
  newPhone(): Phone {
    this.#phones += 1;
    return this.simulator.addPhone({
      number: String(15_550_000_000 + this.#phones),
      name: `Phone ${this.#phones}`,
    });
  }

  /** Creates a session and links it to a new phone by its QR code. */
  async link(service: ServiceClient, sessionId: string, phone = this.newPhone()): Promise<Phone> {
    const { status, body } = await service.api('POST', '/api/v1/sessions', { session_id: sessionId, user_id: 1 });
    if (status !== 201) throw new Error(`Session ${sessionId} was not created: ${JSON.stringify(body)}`);
    await this.scan(service, sessionId, phone);
    return phone;
  }

  /** Creates sessions and links each to a new phone, side by side; the phones come in the same order. */
  async linkAll(service: ServiceClient, sessionIds: readonly string[]): Promise<Phone[]> {
    return Promise.all(sessionIds.map(async (sessionId) => this.link(service, sessionId)));
  }

  /** Scans the QR code that a session offers, and waits until it is connected. */
  async scan(service: ServiceClient, sessionId: string, phone: Phone): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await phone.scan(await service.waitForQr(sessionId));
        break;
      } catch (error) {
        // It was replaced while the camera was on its way: people scan the next one.
        if (attempt === scanAttempts || !isStale(error)) throw error;
      }
    }
    await service.waitForStatus(sessionId, 'connected');
  }

  /** How often the devices of a phone have logged in since the simulator's start. */
  connectsOf(phone: Phone): number {
    const devices = this.simulator.devices().filter((device) => device.phone === phone.number);
    return devices.reduce((sum, device) => sum + device.connects, 0);
  }

  /** Resolves once a fresh link has reached the disk: Chromium keeps localStorage in memory for some seconds. */
  async waitForLinkOnDisk(...sessionIds: string[]): Promise<void> {
    for (const sessionId of sessionIds) {
      const folder = join(this.profileOf(sessionId), 'Default', 'Local Storage', 'leveldb');
      const found = await until(async () => ((await bytesOfLogs(folder)) >= leastLinkBytes ? true : undefined), 60_000);
      if (found === undefined) throw new Error(`The link of ${sessionId} has not reached the disk.`);
    }
  }

  profileOf(sessionId: string): string {
    return join(this.authDir, `session-${sessionId}`);
  }

  /** The names in the quarantine folder; none where there is no such folder. */
  async quarantined(): Promise<string[]> {
    return readdir(join(this.authDir, 'quarantine')).catch(() => []);
  }

  /** The session's worker and browser as the ledger names them. */
  processesOf(sessionId: string): SessionProcesses {
    const { worker, browser } = this.#entryOf(sessionId);
    if (browser === null) throw new Error(`Session ${sessionId} has no browser.`);
    return { worker, browser };
  }

  /** The session's worker, whether it has a browser or not. */
  workerOf(sessionId: string): ProcessIdentity {
    return this.#entryOf(sessionId).worker;
  }

  #entryOf(sessionId: string): LedgerEntry {
    const entry = new WorkerLedger(join(this.dataDir, 'workers')).readAll().find((each) => each.sessionId === sessionId);
    if (entry === undefined) throw new Error(`Session ${sessionId} has no processes.`);
    return entry;
  }

  /** What runs on this lab's folders, with its command line: services, workers, browsers. */
  processes(): { pid: number; command: string }[] {
    return processesNaming(this.folder);
  }

  /** Ends what runs and removes the folder; rejects where a process is left that nobody ended. */
  async close(): Promise<void> {
    // SIGQUIT ends the sessions as well, whatever grace the service was given.
    await Promise.all([...this.#services].map(async (service) => service.stop('SIGQUIT')));
    await this.simulator.close();
    const left = await this.leftOver();
    for (const { pid } of left) process.kill(pid, 'SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
    if (left.length > 0) throw new Error(`Processes were left behind: ${JSON.stringify(left)}`);
  }

  /** The processes that are still there although they have had time to end. */
  async leftOver(timeoutMs = 5_000): Promise<{ pid: number; command: string }[]> {
    const left = await until(async () => (this.processes().length === 0 ? true : undefined), timeoutMs);
    return left === true ? [] : this.processes();
  }
}

async function bytesOfLogs(folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.log'));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function isStale(error: unknown): boolean {
  return errorCodeOf(error) === 'SIM_QR_STALE';
}
