import t from 'tap';
import { Restoration } from '@whatsapp-service/supervisor/restore/restoration.ts';

const start = { serviceStoppedMs: 1_000, serviceStartedMs: 2_000, beganMs: 3_000, source: 'django' } as const;

t.test('the report says when, who and how long', async (t) => {
  const restoration = new Restoration(start, ['a', 'b', 'c']);
  restoration.restored('b', 4_000);
  restoration.failed('a', 'Auth file not found', 4_500);
  t.same(restoration.progress(), { total: 3, restored: 1, failed: 1, remaining: 1 });
  restoration.restored('c', 6_000);
  restoration.completed(6_001);
  t.match(restoration.report(), {
    service_stopped_at: '1970-01-01T00:00:01.000Z',
    service_started_at: '1970-01-01T00:00:02.000Z',
    began_at: '1970-01-01T00:00:03.000Z',
    first_connected_at: '1970-01-01T00:00:04.000Z',
    last_connected_at: '1970-01-01T00:00:06.000Z',
    completed_at: '1970-01-01T00:00:06.001Z',
    restored: 2,
    failed: 1,
    sessions: [
      { session_id: 'a', outcome: 'failed', message: 'Auth file not found', duration_ms: 1_500 },
      { session_id: 'b', outcome: 'restored', message: null, duration_ms: 1_000 },
      { session_id: 'c', outcome: 'restored', duration_ms: 3_000 },
    ],
  });
});

t.test('a restoration of nothing has no first and no last', async (t) => {
  const restoration = new Restoration({ ...start, serviceStoppedMs: null }, []);
  t.match(restoration.report(), { service_stopped_at: null, first_connected_at: null, last_connected_at: null, restored: 0 });
});
