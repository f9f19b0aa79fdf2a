/** The least, the middle and the greatest of some figures. */
export interface Summary {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** How one series compares with another: the ratio of their medians, and the ratios of the pairs that were measured one after the other. */
export interface Comparison {
  readonly ofMedians: number;
  readonly ofPairs: Summary;
}

/** Summarises figures; throws RangeError where there are none. */
export function summarise(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) throw new RangeError('There are no figures to summarise.');
  const upper = sorted[Math.floor(sorted.length / 2)] ?? max;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? min;
  return { min, median: (lower + upper) / 2, max };
}

/** The figure that so great a part of all does not exceed, such as 0.99; throws RangeError where there are none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];
  if (value === undefined) throw new RangeError('There are no figures to take a percentile of.');
  return value;
}

/** Compares two series whose figures of the same place belong together; throws RangeError where their lengths differ or there are none. */
export function compare(values: readonly number[], bases: readonly number[]): Comparison {
  if (values.length !== bases.length) throw new RangeError(`${values.length} figures cannot be paired with ${bases.length}.`);
  const pairs = values.map((value, index) => value / (bases[index] ?? Number.NaN));
  return { ofMedians: summarise(values).median / summarise(bases).median, ofPairs: summarise(pairs) };
}
