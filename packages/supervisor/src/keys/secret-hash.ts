import { createHash } from 'node:crypto';

/**
 * What is kept of a secret that the service made of random bytes (a key, a sign-in's token, a worker's token): looked up by it, the time of
 * the look-up says nothing about the secret, and nothing on the disk opens anything. Plain is enough: there is no list of likely ones to try.
 */
export function secretHashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
