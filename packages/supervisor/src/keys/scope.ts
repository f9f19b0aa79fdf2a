/** What a key may do: be told, act in an account's name, decide about accounts, or everything. */
export const scopes = ['read', 'send', 'manage', 'admin'] as const;

export type Scope = (typeof scopes)[number];

/** Whether a key with the scopes `held` may do what asks for `needed`. */
export function includesScope(held: readonly Scope[], needed: Scope): boolean {
  return held.includes(needed) || held.includes('admin');
}

/** Whether a value from outside is a scope. */
export function isScope(value: unknown): value is Scope {
  return scopes.some((scope) => scope === value);
}
