import t from 'tap';
import { compare, percentile, summarise } from '../../../../bench/measure/statistics.ts';

t.test('the median of an odd number of figures is the middle one, of an even number the mean of the two', async (t) => {
  t.strictSame(summarise([3, 1, 2]), { min: 1, median: 2, max: 3 });
  t.strictSame(summarise([10, 4, 1, 2]), { min: 1, median: 3, max: 10 });
  t.strictSame(summarise([7]), { min: 7, median: 7, max: 7 });
});

t.test('figures are ordered as numbers, and stay as they were', async (t) => {
  const values = [100, 9, 20];
  t.strictSame(summarise(values), { min: 9, median: 20, max: 100 });
  t.strictSame(values, [100, 9, 20]);
});

t.test('a percentile is a figure that was measured', async (t) => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  t.strictSame([percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1), percentile([3], 0.99)], [50, 99, 100, 3]);
});

t.test('no figures have no summary', async (t) => {
  t.throws(() => summarise([]), RangeError);
  t.throws(() => compare([], []), RangeError);
  t.throws(() => percentile([], 0.5), RangeError);
});

t.test('a comparison pairs what was measured one after the other', async (t) => {
  // In each pair the first is half of the second, which the medians alone do not show.
  t.strictSame(compare([1, 10, 100], [2, 20, 200]), { ofMedians: 0.5, ofPairs: { min: 0.5, median: 0.5, max: 0.5 } });
  t.strictSame(compare([1, 4, 3], [1, 2, 6]), { ofMedians: 1.5, ofPairs: { min: 0.5, median: 1, max: 2 } });
  t.throws(() => compare([1, 2], [1]), /2 figures cannot be paired with 1/);
});
