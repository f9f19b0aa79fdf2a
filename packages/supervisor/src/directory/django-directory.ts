import got, { HTTPError, RequestError, TimeoutError } from 'got';
import { DirectoryUnavailable } from '../supervisor-errors.ts';
import type { SessionList } from './directory.ts';
import { parseSessionList } from './parse-session-list.ts';

export interface DjangoDirectoryOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

/** A thousand sessions are some 120 kB; more than this is no session list. */
const maxBodyBytes = 5 * 1024 * 1024;
const path = 'api/v1/sessions/active-sessions/';

/** Asks the Django application which sessions it wants connected. */
export class DjangoDirectory {
  readonly #options: DjangoDirectoryOptions;

  constructor(options: DjangoDirectoryOptions) {
    this.#options = options;
  }

  /** Rejects with DirectoryUnavailable, which says what is wrong and where to look. */
  async fetch(signal: AbortSignal): Promise<SessionList> {
    const text = await this.#download(signal);
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      throw new DirectoryUnavailable('its answer is no JSON');
    }
    const list = parseSessionList(body);
    if (list === undefined) {
      throw new DirectoryUnavailable('its answer is not {"success": true, "data": {"sessions": […]}}');
    }
    return list;
  }

  async #download(signal: AbortSignal): Promise<string> {
    const url = new URL(path, withSlash(this.#options.baseUrl));
    const stream = got.stream(url, {
      headers: { 'x-api-key': this.#options.apiKey, accept: 'application/json' },
      timeout: { request: this.#options.timeoutMs },
      // A redirect would carry the key to wherever it points; retries are the caller's, with backoff.
      followRedirect: false,
      retry: { limit: 0 },
      signal,
    });
    try {
      return await collect(stream);
    } catch (error) {
      stream.destroy();
      // What a stream is destroyed with comes back wrapped by got.
      const fault = error instanceof RequestError && error.cause instanceof DirectoryUnavailable ? error.cause : error;
      throw fault instanceof DirectoryUnavailable
        ? fault
        : new DirectoryUnavailable(faultOf(error, this.#options.timeoutMs), { cause: error });
    }
  }
}

async function collect(stream: ReturnType<typeof got.stream>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  stream.once('response', ({ statusCode }: { statusCode: number }) => {
    if (statusCode >= 300 && statusCode < 400) {
      stream.destroy(new DirectoryUnavailable(`it answered with a redirect (${statusCode}); set DJANGO_BASE_URL to where it really is`));
    }
  });
  const parts: AsyncIterable<unknown> = stream;
  for await (const chunk of parts) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > maxBodyBytes) {
      throw new DirectoryUnavailable(`its answer is larger than ${maxBodyBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function faultOf(error: unknown, timeoutMs: number): string {
  if (error instanceof TimeoutError) return `it did not answer within ${timeoutMs} ms`;
  if (error instanceof HTTPError) {
    const { statusCode } = error.response;
    const hint = statusCode === 401 || statusCode === 403 ? '; check DJANGO_API_KEY' : '';
    return `it answered with status ${statusCode}${hint}`;
  }
  if (error instanceof RequestError) {
    return `the connection failed (${error.code})`;
  }
  return error instanceof Error ? error.message : 'the request failed';
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
