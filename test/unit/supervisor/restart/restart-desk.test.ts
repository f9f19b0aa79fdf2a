import t from 'tap';
import { RestartDesk } from '@whatsapp-service/supervisor/restart/restart-desk.ts';
import { restartModes } from '@whatsapp-service/supervisor/restart/restart-modes.ts';
import type { ServiceManager } from '@whatsapp-service/supervisor/restart/service-manager.ts';

function deskOf(manager: ServiceManager) {
  const restarts: string[] = [];
  const due: (() => void)[] = [];
  const desk = new RestartDesk({
    clock: {
      now: () => 1_000,
      after: (_delayMs, callback) => {
        due.push(callback);
        return () => undefined;
      },
    },
    modes: restartModes(manager, 30_000),
    concurrency: 2,
    activeSessions: () => 4,
    inFlightSends: () => 1,
    undeliveredWebhooks: () => 7,
    reports: () => [],
    restart: (mode) => restarts.push(mode),
  });
  return { desk, restarts, due };
}

t.test('the question says what happens to the sessions', async (t) => {
  const { desk } = deskOf('pm2');
  t.match(desk.preview('full'), {
    active_sessions: 4,
    mode: 'full',
    expected_seconds: 21,
    in_flight_sends: 1,
    undelivered_webhooks: 7,
    message: 'Restart will briefly disconnect 4 active session(s). They will auto-reconnect in 21 seconds. Proceed with restart?',
  });
  const handover = desk.preview(undefined);
  t.match(handover, { mode: 'handover', expected_seconds: 3, message: /no session will be disconnected/ });
});

t.test('a restart begins after its answer, and needs the token of its own mode', async (t) => {
  const { desk, restarts, due } = deskOf('pm2');
  const { confirm_token: token } = desk.preview('full');
  t.throws(() => desk.restart(token, 'handover'), { code: 'SUP_CONFIRM_TOKEN_INVALID', statusCode: 409 });
  t.match(desk.restart(token, 'full'), { mode: 'full', expected_seconds: 21 });
  t.strictSame(restarts, []);
  due.forEach((callback) => callback());
  t.strictSame(restarts, ['full']);
  t.throws(() => desk.restart(token, 'full'), { code: 'SUP_CONFIRM_TOKEN_INVALID' });
});

t.test('what is not possible is refused with the reason', async (t) => {
  const { desk } = deskOf('container');
  t.equal(desk.preview(undefined).mode, 'full', 'the best that is possible');
  t.throws(() => desk.preview('handover'), { code: 'SUP_RESTART_IMPOSSIBLE', statusCode: 409, message: /container/ });
  t.throws(() => deskOf('none').desk.preview(undefined), { code: 'SUP_RESTART_IMPOSSIBLE' });
});
