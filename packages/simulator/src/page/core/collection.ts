import { Emitter } from '#page/core/emitter.ts';
import type { Model } from '#page/core/model.ts';

/** Anything that names a model: its id object, or the id's text. */
export type Key = string | { _serialized: string };

/** The text under which a model is kept. */
export function keyText(key: Key): string {
  return typeof key === 'string' ? key : key._serialized;
}

/** Models by id, in the order they were added; their changes are announced here too. */
export class Collection<M extends Model & { id: Key }> extends Emitter {
  readonly #models = new Map<string, M>();

  get length(): number {
    return this.#models.size;
  }

  get(key: Key | undefined): M | undefined {
    return key === undefined ? undefined : this.#models.get(keyText(key));
  }

  getModelsArray(): M[] {
    return [...this.#models.values()];
  }

  filter(wanted: (model: M) => boolean): M[] {
    return this.getModelsArray().filter(wanted);
  }

  add(model: M): M {
    const text = keyText(model.id);
    const known = this.#models.get(text);
    if (known) return known;
    this.#models.set(text, model);
    model.heldBy(this);
    this.trigger('add', model, this);
    return model;
  }

  remove(key: Key): M | undefined {
    const model = this.get(key);
    if (!model) return undefined;
    this.#models.delete(keyText(key));
    this.trigger('remove', model, this);
    model.releasedBy(this);
    return model;
  }

  /** Puts older models first, announcing nothing: the history that was loaded on request. */
  prepend(models: M[]): void {
    const present = this.getModelsArray();
    const older = models.filter((model) => !this.#models.has(keyText(model.id)));
    this.#models.clear();
    for (const model of [...older, ...present]) this.#models.set(keyText(model.id), model);
    for (const model of older) model.heldBy(this);
  }
}
