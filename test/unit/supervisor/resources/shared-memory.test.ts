import t from 'tap';
import { proportionalBytes } from '@whatsapp-service/supervisor/resources/shared-memory.ts';

t.test('a process takes at most what is resident of it', async (t) => {
  const bytes = proportionalBytes([process.pid]) ?? 0;
  t.ok(bytes > 10_000_000 && bytes <= process.memoryUsage.rss() * 1.1, String(bytes));
});

t.test('a process that has ended takes nothing', async (t) => {
  t.equal(proportionalBytes([2 ** 22 + 1]), 0);
});
