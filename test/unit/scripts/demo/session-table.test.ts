import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import t from 'tap';
import { Screen } from '../../../../scripts/demo/screen.ts';
import { isBack, maskedNumber, sessionTable } from '../../../../scripts/demo/session-table.ts';

const connected: SessionView = {
  session_id: 'user_1_instance_main',
  user_id: 1,
  instance_name: 'Main',
  status: 'connected',
  state: 'connected',
  desired: 'running',
  reason: null,
  phone: '15550000001',
  push_name: 'Ann',
  last_active: null,
  connected_since: '2026-11-23T16:00:00.000Z',
  restarts: 0,
  resources: { rss_bytes: 0, cpu_percent: 0, processes: 0, profile_bytes: null },
};
const lost: SessionView = {
  ...connected,
  session_id: 'two',
  user_id: null,
  instance_name: null,
  status: 'disconnected',
  state: 'unlinked',
  phone: null,
  reason: { code: 'logged_out', message: 'The phone removed it.' },
};

t.test('only a session that is connected and offered no QR code is back', async (t) => {
  t.equal(isBack({ session: connected, connectedAfterMs: 10, qrCodes: 0 }), true);
  t.equal(isBack({ session: connected, connectedAfterMs: 10, qrCodes: 1 }), false);
  t.equal(isBack({ session: lost, connectedAfterMs: null, qrCodes: 0 }), false);
});

t.test('the table names the reason of what is not connected, and no whole phone number', async (t) => {
  const screen = new Screen({ write: () => true }, {});
  const rows = [
    { session: connected, connectedAfterMs: 1234, qrCodes: 0 },
    { session: lost, connectedAfterMs: null, qrCodes: 0 },
  ];
  const table = sessionTable(rows, screen);
  t.match(table, /user_1_instance_main │ +1 │ Main +│ \+1555•••0001 │ connected +│ +0 │ +1234 ms/);
  t.match(table, /two +│ +│ +│ +│ disconnected \(logged_out\) │ +0 │ +–/);
  t.notMatch(table, connected.phone);
});

t.test('a masked number keeps its ends', async (t) => {
  t.equal(maskedNumber('15550000001'), '+1555•••0001');
  t.equal(maskedNumber('491701234567'), '+4917••••4567');
  t.equal(maskedNumber('12345'), '+12345');
});
