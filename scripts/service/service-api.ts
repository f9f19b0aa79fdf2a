const answerTimeoutMs = 30_000;

/** The HTTP API of a running service. */
export class ServiceApi {
  readonly url: string;
  readonly #apiKey: string;

  constructor(url: string, apiKey: string) {
    this.url = url;
    this.#apiKey = apiKey;
  }

  async get<T>(path: string, signal: AbortSignal): Promise<T> {
    return this.#ask<T>('GET', path, undefined, signal);
  }

  async post<T>(path: string, body: unknown, signal: AbortSignal): Promise<T> {
    return this.#ask<T>('POST', path, body, signal);
  }

  async #ask<T>(method: string, path: string, body: unknown, signal: AbortSignal): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { 'x-api-key': this.#apiKey, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered by ${response.status}: ${detailOf(text)}`);
    return JSON.parse(text) as T;
  }
}

function detailOf(text: string): string {
  try {
    const detail: unknown = Reflect.get(Object(JSON.parse(text)), 'detail');
    return typeof detail === 'string' ? detail : text;
  } catch {
    return text;
  }
}
