import type { ManagedKeyView } from '@whatsapp-service/shared/api/managed-key-view.ts';

export type Scope = ManagedKeyView['scopes'][number];

/** What the key may do with which somebody signed in. */
export interface Rights {
  readonly key_name: string;
  readonly scopes: readonly Scope[];
  readonly session_prefix: string | null;
}

/** What a part of the page needs of a key. */
export interface Need {
  readonly scope: Scope;
  /** Whether it is about the service as a whole, which no key for some sessions is shown. */
  readonly isWhole?: boolean;
}

/** Why a key may not do something, as a sentence; an empty text where it may. What is not known yet is tried: the service decides. */
export function lackOf(rights: Rights | undefined, { scope, isWhole = false }: Need): string {
  if (rights === undefined) return '';
  if (isWhole && rights.session_prefix !== null) {
    return `Your key is for the sessions whose ids begin with “${rights.session_prefix}”; this is about the service as a whole.`;
  }
  if (rights.scopes.includes(scope) || rights.scopes.includes('admin')) return '';
  return `Your key lacks the scope “${scope}”.`;
}

const scopeWords: Readonly<Record<Scope, string>> = {
  read: 'look',
  send: 'send messages',
  manage: 'manage sessions and webhooks',
  admin: 'do everything',
};

/** What a key may do, for whoever holds one that may not do everything; undefined for the others. */
export function limitsOf(rights: Rights | undefined): string | undefined {
  if (rights === undefined) return undefined;
  const { key_name: name, scopes, session_prefix: prefix } = rights;
  if (scopes.includes('admin') && prefix === null) return undefined;
  const where = prefix === null ? '' : `, with the sessions whose ids begin with “${prefix}”`;
  return `Signed in with the key “${name}”: it may ${scopes.map((scope) => scopeWords[scope]).join(', ')}${where}. What needs more is left out.`;
}
