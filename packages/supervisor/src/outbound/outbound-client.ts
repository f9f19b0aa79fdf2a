import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import type { AddressGuard } from './address-guard.ts';

export interface OutboundPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** From the first packet to the last one of the answer's headers. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What came back: a status with its Retry-After, or why there is none. */
export type OutboundResult =
  | { readonly kind: 'answered'; readonly statusCode: number; readonly retryAfter: string | undefined }
  | { readonly kind: 'failed'; readonly error: string; readonly isForbidden: boolean };

class StaleConnection extends Error {}

/** An agent of its own for one request. */
const newConnection = false;

/** Nobody reads the answer's body; a short one is taken off the wire so that the connection can be used again. */
const bodyLimitBytes = 16 * 1024;
const bodyTimeoutMs = 1_000;
/** So many connections to one host are kept open while nothing is sent. */
const maxFreeSockets = 64;

/** Sends to addresses that come from outside: each is guarded, redirects are not followed, time and size are bounded. */
export class OutboundClient {
  readonly #guard: AddressGuard;
  // No bound for each host: many webhooks share one, and those that are slow would use it up. Each webhook has its own bound.
  readonly #http = new HttpAgent({ keepAlive: true, maxFreeSockets, timeout: 60_000 });
  readonly #https = new HttpsAgent({ keepAlive: true, maxFreeSockets, timeout: 60_000 });

  constructor(guard: AddressGuard) {
    this.#guard = guard;
  }

  /** Resolves once there is a status, or none to be had; never rejects. */
  async post(post: OutboundPost): Promise<OutboundResult> {
    // An address in place of a name is never looked up, so it is judged here.
    const fault = this.#guard.faultOf(post.url);
    if (fault !== undefined) return { kind: 'failed', error: `The URL may not be called: ${fault}.`, isForbidden: true };
    const timeout = AbortSignal.timeout(post.timeoutMs);
    try {
      const response = await this.#send(post, AbortSignal.any([post.signal, timeout]));
      discard(response);
      return { kind: 'answered', statusCode: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] };
    } catch (error) {
      if (timeout.aborted) return { kind: 'failed', error: `No answer within ${post.timeoutMs} ms.`, isForbidden: false };
      return { kind: 'failed', error: sentenceOf(error), isForbidden: errorCodeOf(error) === 'ADDRESS_FORBIDDEN' };
    }
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  async #send(post: OutboundPost, signal: AbortSignal): Promise<IncomingMessage> {
    try {
      return await this.#request(post, signal);
    } catch (error) {
      // The receiver closed a connection that was kept open just as it was used again: nobody's fault, so at once once more.
      if (error instanceof StaleConnection) return this.#request(post, signal, newConnection);
      throw error;
    }
  }

  async #request(
    { url: text, headers, body }: OutboundPost,
    signal: AbortSignal,
    connection?: typeof newConnection,
  ): Promise<IncomingMessage> {
    const url = new URL(text);
    const isHttps = url.protocol === 'https:';
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      agent: connection ?? (isHttps ? this.#https : this.#http),
      lookup: this.#guard.lookupFor(url),
      signal,
    };
    return new Promise((resolve, reject) => {
      const request = (isHttps ? requestHttps : requestHttp)(url, options, resolve);
      request.once('error', (error) => {
        reject(request.reusedSocket && errorCodeOf(error) === 'ECONNRESET' ? new StaleConnection() : error);
      });
      request.end(body);
    });
  }
}

function discard(response: IncomingMessage): void {
  let size = 0;
  const timer = setTimeout(() => response.destroy(), bodyTimeoutMs);
  response.once('close', () => {
    clearTimeout(timer);
  });
  response.on('error', () => undefined);
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > bodyLimitBytes) response.destroy();
  });
}

function sentenceOf(error: unknown): string {
  if (errorCodeOf(error) === 'ADDRESS_FORBIDDEN' && error instanceof Error) return `The URL may not be called: ${error.message}.`;
  return `The connection failed (${errorCodeOf(error) ?? 'unknown error'}).`;
}
