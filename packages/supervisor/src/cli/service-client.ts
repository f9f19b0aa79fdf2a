import { CliFailure } from './cli-failure.ts';
import { codeOf } from './code-of.ts';
import type { Connection } from './connection.ts';
import { exitCodes } from './exit-codes.ts';
import { printable } from './printable.ts';
import { trustingFetch } from './trusting-fetch.ts';
import type { Trust } from './trusting-fetch.ts';

const noContent = 204;
const advice = 'Is it running? "whatsapp-service doctor" tells more.';

type Query = Readonly<Record<string, string | number | undefined>>;

/** The HTTP API of the service; whatever is not the wanted answer is a CliFailure. */
export class ServiceClient {
  readonly url: URL;
  readonly #key: string;
  readonly #timeoutMs: number;
  readonly #trust: Trust | undefined;

  constructor({ url, key, trust }: Connection, timeoutMs: number) {
    this.url = url;
    this.#key = key;
    this.#timeoutMs = timeoutMs;
    this.#trust = trust;
  }

  async get<T>(path: string, query: Query = {}): Promise<T> {
    return this.#ask<T>('GET', path, query);
  }

  /** What a list has in all of its pages; `name` is what the list is called in them. */
  async all<T>(path: string, name: string, query: Query): Promise<T[]> {
    const all: T[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.get<{ readonly next_cursor: string | null; readonly [list: string]: unknown }>(path, { ...query, cursor });
      const list = page[name];
      const next = page.next_cursor ?? undefined;
      // Else what answers something else would seem to have none, and a cursor that stands still would be asked for without an end.
      if (!Array.isArray(list) || (next !== undefined && next === cursor)) throw notTheService(this.url, 'its list is none');
      all.push(...(list as T[]));
      cursor = next;
    } while (cursor !== undefined);
    return all;
  }

  async post<T>(path: string, body?: object): Promise<T> {
    return this.#ask<T>('POST', path, {}, body);
  }

  async delete<T>(path: string): Promise<T> {
    return this.#ask<T>('DELETE', path, {});
  }

  /** Opens a stream of server-sent events; the deadline is for its beginning. */
  async stream(path: string, query: Query): Promise<ReadableStream<Uint8Array>> {
    const begun = new AbortController();
    const timer = setTimeout(() => {
      begun.abort(new DOMException('timeout', 'TimeoutError'));
    }, this.#timeoutMs);
    try {
      const response = await this.#fetch('GET', path, query, begun.signal, { accept: 'text/event-stream' });
      if (!response.ok || response.body === null) throw failureOf(response.status, await this.#reached(response.text()));
      return response.body;
    } finally {
      clearTimeout(timer);
    }
  }

  async #ask<T>(method: string, path: string, query: Query, body?: object): Promise<T> {
    const response = await this.#fetch(method, path, query, AbortSignal.timeout(this.#timeoutMs), { accept: 'application/json' }, body);
    const text = await this.#reached(response.text());
    if (!response.ok) throw failureOf(response.status, text);
    if (response.status === noContent) return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw notTheService(this.url, 'its answer is no JSON', cause);
    }
  }

  async #fetch(
    method: string,
    path: string,
    query: Query,
    signal: AbortSignal,
    headers: Record<string, string>,
    body?: object,
  ): Promise<Response> {
    const url = new URL(`.${path}`, this.url);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    const asked = {
      method,
      signal,
      headers: { ...headers, 'x-api-key': this.#key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    // Followed, the key would go to wherever the answer points.
    const answer = this.#trust === undefined ? fetch(url, { ...asked, redirect: 'manual' }) : trustingFetch(url, asked, this.#trust);
    return this.#reached(answer);
  }

  async #reached<T>(promise: Promise<T>): Promise<T> {
    try {
      return await promise;
    } catch (cause) {
      const why = isTimeout(cause) ? `does not answer within ${this.#timeoutMs / 1_000} s` : `is not reachable (${reasonOf(cause)})`;
      throw new CliFailure(exitCodes.unreachable, `The service at ${this.url.href} ${why}.`, { cause, advice });
    }
  }
}

function notTheService({ href }: URL, why: string, cause?: unknown): CliFailure {
  return new CliFailure(exitCodes.failed, `What answers at ${href} is not this service: ${why}.`, { cause });
}

function failureOf(status: number, text: string): CliFailure {
  const { detail, code } = problemIn(text);
  const sentence = printable(detail ?? `The service answered with the status ${status}.`);
  const message = code === undefined ? sentence : `${sentence} (${printable(code)})`;
  return new CliFailure(status >= 400 && status < 500 ? exitCodes.refused : exitCodes.failed, message, { status });
}

function problemIn(text: string): { detail?: string; code?: string } {
  try {
    const problem: unknown = JSON.parse(text);
    if (typeof problem !== 'object' || problem === null) return {};
    const detail: unknown = Reflect.get(problem, 'detail');
    const code: unknown = Reflect.get(problem, 'code');
    return { ...(typeof detail === 'string' ? { detail } : {}), ...(typeof code === 'string' ? { code } : {}) };
  } catch {
    return {};
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

/** fetch hides what happened in the cause. */
function reasonOf(error: unknown): string {
  return codeOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
}
