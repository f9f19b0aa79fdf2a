import t from 'tap';
import type { SessionView } from '@whatsapp-service/supervisor/sessions/session-view.ts';
import { Lab } from '../support/lab.ts';

const ids = ['user_1_instance_main', 'user_1_instance_shop', 'user_2_instance_main', 'user_3-a', 'user_4-b'];

t.test('five linked sessions are connected again after a restart, with no QR code', async (t) => {
  const lab = await Lab.open();
  t.teardown(() => lab.close());
  const first = await lab.startService();
  for (const id of ids) await lab.link(first, id);
  const started = Date.now();
  t.equal(await first.stop(), 0, 'the service stops cleanly');
  const stopped = Date.now();

  const second = await lab.startService();
  await second.waitForReady();
  t.comment(`stop ${stopped - started} ms, restart ${Date.now() - stopped} ms`);
  const { body } = await second.api<{ sessions: SessionView[] }>('GET', '/api/v1/sessions');
  t.same(
    body.sessions.map((session) => [session.session_id, session.status]),
    ids.toSorted().map((id) => [id, 'connected']),
  );
  for (const id of ids) t.ok(second.messages.includes(`✓ Session restored: ${id}`), id);
  t.ok(second.messages.includes('Session restoration complete: 5 restored, 0 failed'));
  t.notOk(second.messages.some((message) => message.includes('QR')), 'no QR code is spoken of');
});
