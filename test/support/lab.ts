import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import type { SimulatorOptions } from '@whatsapp-service/simulator/simulator-options.ts';
import { ServiceProcess } from './service-process.ts';

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
      AUTH_DIR: this.authDir,
      DATA_DIR: this.dataDir,
      CACHE_DIR: join(this.folder, 'cache'),
      CHROMIUM_ARGS: this.simulator.chromiumArgs.map((argument) => `'${argument}'`).join(' '),
    };
  }

  async startService(env: NodeJS.ProcessEnv = {}): Promise<ServiceProcess> {
    const service = await ServiceProcess.start({ ...this.env, ...env });
    this.#services.add(service);
    void service.exited.then(() => this.#services.delete(service));
    return service;
  }

  /** A phone with a number of its own. */
  newPhone() {
    this.#phones += 1;
    return this.simulator.addPhone({
      number: String(15_550_000_000 + this.#phones),
      name: `Phone ${this.#phones}`,
    });
  }

  /** Creates a session and links it to a new phone by its QR code. */
  async link(service: ServiceProcess, sessionId: string, phone = this.newPhone()) {
    await service.api('POST', '/api/v1/sessions', { session_id: sessionId, user_id: 1 });
    await phone.scan(await service.waitForQr(sessionId));
    await service.waitForStatus(sessionId, 'connected');
    return phone;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#services].map(async (service) => service.stop()));
    await this.simulator.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
