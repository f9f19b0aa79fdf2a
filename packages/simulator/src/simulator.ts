import { PhoneNetwork } from './phone/phone-network.ts';
import { ApiServer } from './api/api-server.ts';
import { assemble, type Assembly } from './assembly.ts';
import type { SimulatorOptions } from './simulator-options.ts';
import { spkiFingerprint } from './web/certificate.ts';

/** WhatsApp's servers and page on this machine, with simulated phones. */
export class Simulator extends PhoneNetwork {
  readonly #assembly: Assembly;
  readonly #api: ApiServer;
  #closing: Promise<void> | undefined;

  private constructor(assembly: Assembly) {
    super(assembly);
    this.#assembly = assembly;
    this.#api = new ApiServer({ network: this, chromiumArgs: () => this.chromiumArgs });
  }

  /** Starts a simulator; resolves when it answers. Throws PortTaken, StateFileUnreadable, NumberInvalid. */
  static async start(options: SimulatorOptions = {}): Promise<Simulator> {
    const simulator = new Simulator(await assemble(options));
    try {
      const { phones = [], port = 0, apiPort = 0 } = options;
      for (const phone of phones) if (!simulator.findPhone(phone.number)) simulator.addPhone(phone);
      await simulator.#assembly.pages.listen(port);
      await simulator.#api.listen(apiPort);
      await simulator.#assembly.save();
      return simulator;
    } catch (error) {
      await simulator.close();
      throw error;
    }
  }

  /** Where the page is served: https on 127.0.0.1. */
  get port(): number {
    return this.#assembly.pages.port;
  }

  /** The base address of the phones' HTTP API. */
  get apiUrl(): string {
    return this.#api.url;
  }

  /** What Chromium has to be started with to find this instead of WhatsApp, and nothing else on any network. */
  get chromiumArgs(): string[] {
    return [
      `--host-resolver-rules=MAP web.whatsapp.com 127.0.0.1:${this.port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${spkiFingerprint(this.#assembly.certificate)}`,
    ];
  }

  /** Closes every connection and writes the state file; a second call waits for the first. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#api.close();
    this.#assembly.hub.closeAll();
    await this.#assembly.pages.close();
    await this.#assembly.save();
  }
}
