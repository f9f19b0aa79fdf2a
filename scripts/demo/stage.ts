import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Phone } from '@whatsapp-service/simulator/phone/phone.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { endStragglers } from '../service/end-stragglers.ts';
import { ServiceApi } from '../service/service-api.ts';
import { ServiceChild } from '../service/service-child.ts';
import { serviceEnvironment } from '../service/service-environment.ts';
import { people } from './cast.ts';
import type { Person } from './cast.ts';

/** What the demo plays on: a simulated WhatsApp, a folder of its own, and the real service in it. */
export class Stage {
  readonly apiKey = `demo-${randomBytes(18).toString('base64url')}`;
  readonly folder: string;
  readonly simulator: Simulator;
  #service: ServiceChild | undefined;
  #api: ServiceApi | undefined;
  #starts = 0;
  #closing: Promise<void> | undefined;

  private constructor(folder: string, simulator: Simulator) {
    this.folder = folder;
    this.simulator = simulator;
  }

  static async open(): Promise<Stage> {
    const phones = people.map(({ name, number }) => ({ name, number }));
    const simulator = await Simulator.start({ phones });
    // Short: Unix sockets in it may have paths of 107 characters.
    return new Stage(await mkdtemp(join(tmpdir(), 'wa-demo-')), simulator);
  }

  /** The running service; throws where there is none. */
  get service(): ServiceChild {
    if (this.#service === undefined) throw new Error('The service was not started.');
    return this.#service;
  }

  get api(): ServiceApi {
    if (this.#api === undefined) throw new Error('The service was not started.');
    return this.#api;
  }

  phoneOf(person: Person): Phone {
    return this.simulator.phone(person.number);
  }

  /** Starts the service in the same folder as before, and at the same address. */
  async startService(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#starts += 1;
    const port = this.#api === undefined ? 0 : Number(new URL(this.#api.url).port);
    const { folder, apiKey, simulator } = this;
    this.#service = new ServiceChild({
      env: serviceEnvironment({ folder, port, apiKey, chromiumArgs: simulator.chromiumArgs }),
      logPath: join(folder, `service-${this.#starts}.log`),
    });
    this.#api = new ServiceApi(await this.#service.url(signal), apiKey);
  }

  /** Ends service and simulator in order and removes the folder; a second call waits for the first. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Insists that a service which is being stopped ends now. */
  kill(): void {
    this.#service?.kill();
  }

  async #close(): Promise<void> {
    await this.#service?.stop();
    await this.simulator.close();
    await endStragglers(this.folder);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
