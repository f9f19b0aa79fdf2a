import { halfByChance } from '@whatsapp-service/shared/time/half-by-chance.ts';

const baseMs = 50;
const capMs = 1_000;

/** The wait in milliseconds before the next dial: doubles to a cap, half of it left to chance. */
export function redialDelayMs(attempt: number, random: () => number): number {
  const ceilingMs = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 10));
  return Math.round(halfByChance(ceilingMs, random));
}
