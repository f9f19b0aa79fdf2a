import type { Call, Client } from 'whatsapp-web.js';
import { CallNotFound } from '../../worker-errors.ts';
import type { CallsPort } from '../calls-port.ts';

const rememberedCalls = 100;

/** Calls by way of the library, which can reject only what it has announced. */
export class LibraryCalls implements CallsPort {
  readonly #client: Client;
  readonly #calls = new Map<string, Call>();

  constructor(client: Client) {
    this.#client = client;
    client.on('call', (call) => this.#remember(call));
  }

  async reject(callId: string): Promise<void> {
    const call = this.#calls.get(callId);
    if (call === undefined) throw new CallNotFound(callId);
    await call.reject();
  }

  async createLink(startTime: Date, kind: 'video' | 'voice'): Promise<string> {
    const url = await this.#client.createCallLink(startTime, kind);
    if (url === '') throw new Error('it gave no link');
    return url;
  }

  #remember(call: Call): void {
    this.#calls.set(call.id, call);
    for (const oldest of this.#calls.keys()) {
      if (this.#calls.size <= rememberedCalls) break;
      this.#calls.delete(oldest);
    }
  }
}
