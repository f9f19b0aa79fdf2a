import t from 'tap';
import { apiTable } from '../../../../bench/report/api-table.ts';

const round = (p50Ms: number, failed = 0) => ({ p50Ms, p99Ms: p50Ms * 10, perSecond: 1_000 / p50Ms, failed });

t.test('a line for each route has the medians of its rounds, and every failure', async (t) => {
  const lines = apiTable([
    { name: '/livez', restoring: [round(4), round(2, 3), round(8)], quiet: [round(1), round(1), round(2, 1)] },
    { name: 'a bare Fastify route', restoring: [round(1)], quiet: [round(0.5)] },
  ]).split('\n');
  const line = lines.find((each) => each.includes('/livez')) ?? '';
  t.same(
    line
      .split('│')
      .map((cell) => cell.trim())
      .filter(Boolean),
    ['/livez', '4.00', '40.0', '250', '1.00', '10.0', '1000', '4'],
  );
  t.ok(lines.some((each) => each.includes('a bare Fastify route')));
});
