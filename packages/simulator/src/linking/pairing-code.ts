import { randomInt } from 'node:crypto';

// Without the letters and digits that are easily mistaken for each other.
const alphabet = '123456789ABCDEFGHJKLMNPQRSTVWXYZ';

/** Eight characters for somebody to type. */
export function newPairingCode(): string {
  return Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** A code as people type it: lower case, with a dash or blanks. */
export function normalisePairingCode(text: string): string {
  return text.replaceAll(/[\s-]/g, '').toUpperCase();
}
