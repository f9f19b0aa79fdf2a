import type { AddressInfo } from 'node:net';
import { type Api, type ApiSource, buildApi } from './api.ts';
import { PortTaken } from '../simulator-errors.ts';

const loopback = '127.0.0.1';

/** The phones' HTTP API on loopback. */
export class ApiServer {
  readonly #source: ApiSource;
  #api: Api | undefined;

  constructor(source: ApiSource) {
    this.#source = source;
  }

  get url(): string {
    const address = this.#api?.server.address() as AddressInfo | null | undefined;
    return `http://${loopback}:${address?.port ?? 0}`;
  }

  /** Throws PortTaken. */
  async listen(port: number): Promise<void> {
    this.#api = await buildApi(this.#source);
    await this.#api.listen({ host: loopback, port }).catch((error: unknown) => {
      throw new PortTaken(error instanceof Error ? error.message : String(error));
    });
  }

  async close(): Promise<void> {
    await this.#api?.close();
  }
}
