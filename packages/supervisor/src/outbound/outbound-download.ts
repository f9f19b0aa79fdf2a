import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import type { AddressGuard } from './address-guard.ts';

/** Why a URL could not be had; the message ends a sentence. */
export class DownloadFailed extends Error {
  readonly isForbidden: boolean;

  constructor(message: string, isForbidden = false) {
    super(message);
    this.isForbidden = isForbidden;
  }
}

export interface Download {
  /** Errors when it breaks off. */
  readonly stream: IncomingMessage;
  /** Where it came from after all redirects. */
  readonly url: URL;
}

const maxRedirects = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Fetches from addresses that come from outside: each is guarded, and so is each that a redirect names. */
export class OutboundDownload {
  readonly #guard: AddressGuard;
  readonly #userAgent: string;
  /** A connection of its own for each request: one that is kept open would be used again without asking the guard. */
  readonly #http = new HttpAgent({ keepAlive: false });
  readonly #https = new HttpsAgent({ keepAlive: false });

  constructor(guard: AddressGuard, userAgent: string) {
    this.#guard = guard;
    this.#userAgent = userAgent;
  }

  /** Resolves with the headers of a 200; throws DownloadFailed. The signal ends the body's stream too. */
  async get(text: string, signal: AbortSignal): Promise<Download> {
    let next = text;
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      const fault = this.#guard.faultOf(next);
      if (fault !== undefined) throw new DownloadFailed(hop === 0 ? fault : `it redirects to a URL that may not be called: ${fault}`, true);
      const url = new URL(next);
      const stream = await this.#request(url, signal);
      const status = stream.statusCode ?? 0;
      if (status === 200) return { stream, url };
      const { location } = stream.headers;
      stream.destroy();
      if (!redirects.has(status) || location === undefined) throw new DownloadFailed(`${url.host} answered ${status}`);
      if (!URL.canParse(location, url.href)) throw new DownloadFailed(`${url.host} redirects to what is no URL`);
      next = new URL(location, url).href;
    }
    throw new DownloadFailed(`it redirects more than ${maxRedirects} times`);
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  async #request(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const isHttps = url.protocol === 'https:';
    const options = {
      headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': this.#userAgent },
      agent: isHttps ? this.#https : this.#http,
      lookup: this.#guard.lookupFor(url),
      signal,
    };
    return new Promise((resolve, reject) => {
      const request = (isHttps ? requestHttps : requestHttp)(url, options, resolve);
      request.once('error', (error) => {
        reject(failureOf(url, error));
      });
      request.end();
    });
  }
}

function failureOf(url: URL, error: Error): DownloadFailed {
  const code = errorCodeOf(error) ?? '';
  if (code === 'ADDRESS_FORBIDDEN') return new DownloadFailed(error.message, true);
  return new DownloadFailed(`the connection to ${url.host} failed (${code === '' ? error.name : code})`);
}
