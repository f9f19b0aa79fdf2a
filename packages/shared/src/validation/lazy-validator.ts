import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Validator } from 'typebox/compile';
import { Check, Errors } from 'typebox/value';

/** To compile a large schema takes 18 ms, to check one value against it uncompiled 0.1 ms; most schemas are used a few times in a process's life. */
const uncompiledChecks = 20;

/** Checks values against a schema, which is compiled once it has turned out to be used often. */
export class LazyValidator<S extends TSchema> {
  readonly #schema: S;
  #checks = 0;
  #compiled: Validator | undefined;

  constructor(schema: S) {
    this.#schema = schema;
  }

  Check(value: unknown): value is Static<S> {
    if (this.#compiled !== undefined) return this.#compiled.Check(value);
    this.#checks += 1;
    if (this.#checks > uncompiledChecks) this.#compiled = Compile(this.#schema);
    return Check(this.#schema, value);
  }

  /** What is wrong with a value; empty where it fits. */
  Errors(value: unknown): ReturnType<typeof Errors> {
    return this.Check(value) ? [] : Errors(this.#schema, value);
  }
}

const shared = new WeakMap<TSchema, LazyValidator<TSchema>>();

/** The validator of a schema, the same for everybody who asks: hundreds of connections check by the same few schemas. */
export function validatorOf(schema: TSchema): LazyValidator<TSchema> {
  const validator = shared.get(schema) ?? new LazyValidator(schema);
  shared.set(schema, validator);
  return validator;
}
