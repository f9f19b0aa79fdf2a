import { createHash } from 'node:crypto';

/** What is kept of a worker's token: looked up by hash, the time of the look-up says nothing about the token, and the ledger holds no secret. */
export function tokenHashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
