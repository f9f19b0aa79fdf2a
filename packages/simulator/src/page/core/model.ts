import { Emitter } from '#page/core/emitter.ts';

/** An object whose properties announce their changes, here and on the collections that hold it. */
export class Model extends Emitter {
  readonly #holders = new Set<Emitter>();

  set(attributes: Record<string, unknown>): this {
    const changes: Array<[string, unknown, unknown]> = [];
    for (const [name, value] of Object.entries(attributes)) {
      const previous: unknown = Reflect.get(this, name);
      if (previous !== value) changes.push([name, value, previous]);
    }
    Object.assign(this, attributes);
    for (const [name, value, previous] of changes) this.#announce(`change:${name}`, value, previous);
    if (changes.length > 0) this.#announce('change');
    return this;
  }

  heldBy(collection: Emitter): void {
    this.#holders.add(collection);
  }

  releasedBy(collection: Emitter): void {
    this.#holders.delete(collection);
  }

  /** The plain attributes, as `serialize` of the real models gives them. */
  serialize(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this).filter(([, value]) => typeof value !== 'function'));
  }

  toJSON(): Record<string, unknown> {
    return this.serialize();
  }

  #announce(name: string, ...values: unknown[]): void {
    this.trigger(name, this, ...values);
    for (const holder of this.#holders) holder.trigger(name, this, ...values);
  }
}
