import t from 'tap';
import { scaleTable } from '../../../../bench/report/scale-table.ts';

t.test('a line for each number of workers; without workers there are no facts', async (t) => {
  const each = { pssBytes: 120e6, rssBytes: 150e6, idleCores: 0.0123, listP50Ms: 1.24, listP99Ms: 9.96, listBytes: 7_400 };
  const lines = scaleTable([
    { sessions: 0, ...each, factsPerSecond: null },
    { sessions: 500, ...each, factsPerSecond: 3_500.4 },
  ]).split('\n');
  const cells = lines
    .filter((line) => / 1[.]2 /.test(line))
    .map((line) =>
      line
        .split('│')
        .map((cell) => cell.trim())
        .filter(Boolean),
    );
  const figures = ['120', '150', '1.2', '1.2', '10.0', '7'];
  t.same(cells, [
    ['0', ...figures, '–'],
    ['500', ...figures, '3500'],
  ]);
});
