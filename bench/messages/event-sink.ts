import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { Arrivals } from './arrivals.ts';
import { receivedText } from './received-text.ts';

/** Where webhooks, and the bare listener's posts, arrive. */
export class EventSink {
  readonly url: string;
  readonly arrivals: Arrivals;
  readonly #server: Server;

  private constructor(server: Server, url: string, arrivals: Arrivals) {
    this.#server = server;
    this.url = url;
    this.arrivals = arrivals;
  }

  static async open(): Promise<EventSink> {
    const arrivals = new Arrivals('at the receiver');
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = receivedText(Buffer.concat(chunks).toString());
        if (text !== undefined) arrivals.note(text);
        response.writeHead(204).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');
    return new EventSink(server, `http://127.0.0.1:${address.port}/`, arrivals);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
