/** A managed key as callers see it; the key itself is shown once, where it is made. */
export interface ManagedKeyView {
  readonly id: string;
  readonly name: string;
  readonly scopes: ('read' | 'send' | 'manage' | 'admin')[];
  /** With what the ids of the sessions begin that it may ask for; null: all of them. */
  readonly session_prefix: string | null;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
}
