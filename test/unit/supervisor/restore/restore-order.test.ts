import t from 'tap';
import { restoreOrder } from '@whatsapp-service/supervisor/restore/restore-order.ts';

t.test('priority goes first, then who was connected last, then the id', async (t) => {
  const ranks = [
    { sessionId: 'never-b', priority: 0, lastConnectedMs: null },
    { sessionId: 'old', priority: 0, lastConnectedMs: 10 },
    { sessionId: 'never-a', priority: 0, lastConnectedMs: null },
    { sessionId: 'new', priority: 0, lastConnectedMs: 20 },
    { sessionId: 'important', priority: 1, lastConnectedMs: null },
  ];
  t.same(
    restoreOrder(ranks).map((rank) => rank.sessionId),
    ['important', 'new', 'old', 'never-a', 'never-b'],
  );
});
