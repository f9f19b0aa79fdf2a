import type { Scope } from './scope.ts';

/** Whose key a request came with. */
export interface Caller {
  readonly keyId: string;
  /** What people know the key by. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** With what the ids of the sessions begin that it may ask for; null: all of them. */
  readonly sessionPrefix: string | null;
  /** Until when the key is good, in milliseconds since the epoch; null: until it is revoked. */
  readonly expiresMs: number | null;
}
