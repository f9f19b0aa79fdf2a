import t from 'tap';
import { processUsage } from '../../../../bench/measure/process-usage.ts';

t.test('one process: what Node says of itself, and nothing for one that is gone', async (t) => {
  const { cpuSeconds, pssBytes, rssBytes } = processUsage(process.pid);
  const { user, system } = process.cpuUsage();
  t.ok(cpuSeconds > 0 && cpuSeconds <= (user + system) / 1e6 + 0.05);
  t.ok(rssBytes > 20e6 && rssBytes < process.memoryUsage.rss() * 1.5);
  t.ok(pssBytes > 0 && pssBytes <= rssBytes);
  t.same(processUsage(2 ** 30), { cpuSeconds: 0, pssBytes: 0, rssBytes: 0 });
});
