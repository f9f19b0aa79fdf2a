/** The last results by idempotency key; a key whose call is under way joins it. */
export class SentKeys<T> {
  readonly #capacity: number;
  readonly #forgets: (error: unknown) => boolean;
  readonly #results = new Map<string, Promise<T>>();

  /** `forgets` says of a failure that the key does not hold it. */
  constructor(capacity: number, forgets: (error: unknown) => boolean) {
    this.#capacity = capacity;
    this.#forgets = forgets;
  }

  /** The result of the first call with this key. */
  run(key: string, act: () => Promise<T>): Promise<T> {
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const result = act();
    this.#results.set(key, result);
    result.catch((error: unknown) => {
      if (this.#forgets(error)) this.#results.delete(key);
    });
    for (const oldest of this.#results.keys()) {
      if (this.#results.size <= this.#capacity) break;
      this.#results.delete(oldest);
    }
    return result;
  }

  /** The result of the call with this key, where there was one that is remembered. */
  find(key: string): Promise<T> | undefined {
    return this.#results.get(key);
  }
}
