import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildApi } from './api.ts';
import type { PhoneNetwork } from '../phone/phone-network.ts';
import { PortTaken } from '../simulator-errors.ts';

const loopback = '127.0.0.1';

/** The phones' HTTP API on loopback. */
export class ApiServer {
  readonly #network: PhoneNetwork;
  #api: FastifyInstance | undefined;

  constructor(network: PhoneNetwork) {
    this.#network = network;
  }

  get url(): string {
    const address = this.#api?.server.address() as AddressInfo | null | undefined;
    return `http://${loopback}:${address?.port ?? 0}`;
  }

  /** Throws PortTaken. */
  async listen(port: number): Promise<void> {
    const api = await buildApi(this.#network);
    this.#api = api;
    try {
      await api.listen({ host: loopback, port });
    } catch (error) {
      throw new PortTaken(error instanceof Error ? error.message : String(error));
    }
  }

  async close(): Promise<void> {
    await this.#api?.close();
  }
}
