/** The last results by idempotency key; a key whose call is under way joins it. */
export class SentKeys<T> {
  readonly #capacity: number;
  readonly #results = new Map<string, Promise<T>>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The result of the first call with this key; one that failed is forgotten, so that it can be tried again. */
  run(key: string, act: () => Promise<T>): Promise<T> {
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const result = act();
    this.#results.set(key, result);
    result.catch(() => this.#results.delete(key));
    for (const oldest of this.#results.keys()) {
      if (this.#results.size <= this.#capacity) break;
      this.#results.delete(oldest);
    }
    return result;
  }
}
