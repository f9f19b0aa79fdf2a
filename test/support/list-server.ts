import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ListAnswer = (request: IncomingMessage, response: ServerResponse) => void;

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A stand-in for Django that can answer wrongly: it gives what a test sets, and notes what it was asked. */
export class ListServer {
  answer: ListAnswer = answerWith([]);
  readonly requests: SeenRequest[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
      response.on('error', () => undefined);
      this.answer(request, response);
    });
  }

  static async start(answer: ListAnswer = answerWith([])): Promise<ListServer> {
    const list = new ListServer();
    list.answer = answer;
    await new Promise<void>((resolve) => {
      list.#server.listen(0, '127.0.0.1', resolve);
    });
    return list;
  }

  get url(): string {
    const address = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${address.port}`;
  }

  /** The service's settings that name this server. */
  get env(): NodeJS.ProcessEnv {
    return { DJANGO_BASE_URL: this.url, DJANGO_API_KEY: 'key-of-the-list' };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }
}

/** A list in the form that the service asks for; entries that are no text stand as they are. */
export function answerWith(entries: readonly unknown[]): ListAnswer {
  const sessions = entries.map((entry) => (typeof entry === 'string' ? { session_id: entry, user_id: 1, instance_name: entry } : entry));
  return (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ success: true, data: { sessions } }));
  };
}

/** An answer with this status and text. */
export function answerStatus(status: number, text = '', headers: Record<string, string> = {}): ListAnswer {
  return (_request, response) => {
    response.writeHead(status, headers).end(text);
  };
}
