/** A wait of which half is fixed and half is left to chance, so that those who wait do not come back all at once; `random` gives numbers from 0 to 1. */
export function halfByChance(fullMs: number, random: () => number): number {
  return fullMs / 2 + (fullMs / 2) * random();
}
