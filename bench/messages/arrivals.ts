const arrivalTimeoutMs = 60_000;

/** Notes when each text was first seen, by performance.now(). */
export class Arrivals {
  readonly #where: string;
  readonly #atMs = new Map<string, number>();
  #onArrival: () => void = () => undefined;

  /** `where` completes "Not all messages have arrived …". */
  constructor(where: string) {
    this.#where = where;
  }

  note(text: string): void {
    if (this.#atMs.has(text)) return;
    this.#atMs.set(text, performance.now());
    this.#onArrival();
  }

  /** Resolves to when the last of these texts was seen; rejects after a minute, and when the signal aborts. */
  async all(texts: readonly string[], signal: AbortSignal): Promise<number> {
    const missing = new Set(texts);
    const either = AbortSignal.any([signal, AbortSignal.timeout(arrivalTimeoutMs)]);
    await new Promise<void>((resolve, reject) => {
      either.addEventListener('abort', () => reject(signal.aborted ? (signal.reason as Error) : this.#late(missing.size, texts.length)));
      this.#onArrival = () => {
        for (const text of missing) if (this.#atMs.has(text)) missing.delete(text);
        if (missing.size === 0) resolve();
      };
      this.#onArrival();
    });
    this.#onArrival = () => undefined;
    return Math.max(...texts.map((text) => this.#atMs.get(text) ?? Number.NaN));
  }

  #late(missing: number, all: number): Error {
    return new Error(
      `Not all messages have arrived ${this.#where} within ${arrivalTimeoutMs / 1_000} s: ${missing} of ${all} are missing.`,
    );
  }
}
