type Listener = (...values: never[]) => unknown;
type Entry = { listener: Listener; once: boolean };

/** An event source like the page's models: names may be given several at a time, separated by spaces. */
export class Emitter {
  readonly #entries = new Map<string, Entry[]>();
  readonly #waiting = new Map<string, Array<() => void>>();

  on(names: string, listener: Listener): this {
    return this.#add(names, listener, false);
  }

  once(names: string, listener: Listener): this {
    return this.#add(names, listener, true);
  }

  off(names: string, listener?: Listener): this {
    for (const name of names.split(' ')) {
      const kept = (this.#entries.get(name) ?? []).filter((entry) => listener && entry.listener !== listener);
      this.#entries.set(name, kept);
    }
    return this;
  }

  trigger(name: string, ...values: unknown[]): this {
    for (const entry of [...(this.#entries.get(name) ?? [])]) {
      if (entry.once) this.off(name, entry.listener);
      try {
        Reflect.apply(entry.listener, this, values);
      } catch (error) {
        reportError(error);
      }
    }
    return this;
  }

  listened(name: string): boolean {
    return (this.#entries.get(name)?.length ?? 0) > 0;
  }

  /** Resolves as soon as somebody listens to `name`: an event fired before that is lost on whatsapp-web.js. */
  async whenListened(name: string): Promise<void> {
    if (this.listened(name)) return;
    await new Promise<void>((resolve) => {
      this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), resolve]);
    });
  }

  #add(names: string, listener: Listener, once: boolean): this {
    for (const name of names.split(' ')) {
      this.#entries.set(name, [...(this.#entries.get(name) ?? []), { listener, once }]);
      for (const resolve of this.#waiting.get(name) ?? []) resolve();
      this.#waiting.delete(name);
    }
    return this;
  }
}
