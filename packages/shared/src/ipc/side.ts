import type { Static, TSchema } from 'typebox';

/** One request: what it takes, what it answers, and how long the answer may take. */
export interface MethodSpec {
  readonly params: TSchema;
  readonly result: TSchema;
  readonly timeoutMs: number;
}

/** What one side of a connection answers (methods) and hears (notes). */
export interface Side {
  readonly methods: Readonly<Record<string, MethodSpec>>;
  readonly notes: Readonly<Record<string, TSchema>>;
}

export type MethodName<S extends Side> = keyof S['methods'] & string;
export type NoteName<S extends Side> = keyof S['notes'] & string;
export type Params<S extends Side, M extends MethodName<S>> = Static<S['methods'][M]['params']>;
export type Result<S extends Side, M extends MethodName<S>> = Static<S['methods'][M]['result']>;
export type Note<S extends Side, N extends NoteName<S>> = Static<S['notes'][N]>;

/** A handler for each of some methods. */
export type MethodHandlers<M extends Side['methods']> = {
  readonly [Name in keyof M & string]: (params: Static<M[Name]['params']>, signal: AbortSignal) => Promise<Static<M[Name]['result']>>;
};

/** A handler for each method and note: one that is missing or answers the wrong shape does not compile. */
export interface Handlers<S extends Side> {
  readonly methods: MethodHandlers<S['methods']>;
  readonly notes: { readonly [N in NoteName<S>]: (note: Note<S, N>) => void };
}
