import { randomBytes } from 'node:crypto';

/** The form of the Standard Webhooks specification: 24 to 64 random bytes in base64. */
export const secretPattern = '^whsec_[A-Za-z0-9+/]{32,86}={0,2}$';

/** A new secret of 32 random bytes. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** The one secret of the setting, or two separated by a comma while one is rotated; or what is wrong with it. */
export function parseSecrets(text: string): { secrets: string[] } | { fault: string } {
  const secrets = text.split(',').map((each) => each.trim());
  if (secrets.length > 2) return { fault: 'it has more than two secrets' };
  return secrets.every(isSecret) ? { secrets } : { fault: 'one is not of that form' };
}

/** Whether a text is a secret that can sign. */
export function isSecret(text: string): boolean {
  if (!new RegExp(secretPattern).test(text) || (text.length - 'whsec_'.length) % 4 !== 0) return false;
  const { length } = Buffer.from(text.slice('whsec_'.length), 'base64');
  return length >= 24 && length <= 64;
}
