import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** `error`: 500 in Django's place. `slow`: a second later. `loses answers`: Django has it, and the service hears nothing of it. */
export type RoadMode = 'open' | 'error' | 'slow' | 'loses answers';

const slowMs = 1_000;

/** The road between the service and Django, on which things go wrong. */
export class Road {
  readonly url: string;
  mode: RoadMode = 'open';
  readonly #server: Server;
  #passed = 0;
  #failed = 0;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async open(target: string): Promise<Road> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The road has no port.');
    const road = new Road(server, address.port);
    server.on('request', (incoming, response) => void road.#carry(target, incoming, response));
    return road;
  }

  /** How many requests Django has answered by 2xx, and how many went wrong on the way or there. */
  get counts(): { readonly passed: number; readonly failed: number } {
    return { passed: this.#passed, failed: this.#failed };
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #carry(target: string, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { mode } = this;
    if (mode === 'error') return this.#fail(response, 500);
    if (mode === 'slow') await delay(slowMs);
    const onward = request(new URL(incoming.url ?? '/', target), { method: incoming.method, headers: incoming.headers, agent: false });
    onward.once('error', () => this.#fail(response, 502));
    onward.once('response', (answer) => {
      const isGood = (answer.statusCode ?? 500) < 300;
      if (isGood) this.#passed += 1;
      else this.#failed += 1;
      answer.resume();
      if (mode === 'loses answers') response.destroy();
      else response.writeHead(answer.statusCode ?? 502).end();
    });
    incoming.pipe(onward);
  }

  #fail(response: ServerResponse, status: number): void {
    this.#failed += 1;
    if (!response.headersSent) response.writeHead(status).end();
  }
}
