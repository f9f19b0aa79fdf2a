import t from 'tap';
import { restartModes } from '@whatsapp-service/supervisor/restart/restart-modes.ts';
import { serviceManager } from '@whatsapp-service/supervisor/restart/service-manager.ts';

const nowhere = { env: {}, pid: 4_711, exists: () => false };

t.test('what starts the service again is known by its traces, the innermost first', async (t) => {
  t.equal(serviceManager(nowhere), 'none');
  t.equal(serviceManager({ ...nowhere, env: { INVOCATION_ID: 'x' } }), 'systemd');
  t.equal(serviceManager({ ...nowhere, env: { INVOCATION_ID: 'x', pm_id: '0' } }), 'pm2', 'pm2 itself runs under systemd');
  t.equal(serviceManager({ ...nowhere, env: { SUPERVISOR_ENABLED: '1' } }), 'supervisord');
  t.equal(serviceManager({ ...nowhere, pid: 1 }), 'container');
  t.equal(serviceManager({ ...nowhere, exists: (path) => path === '/.dockerenv' }), 'container');
  t.equal(serviceManager({ ...nowhere, env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } }), 'container');
  t.equal(serviceManager({ ...nowhere, env: { container: 'oci' } }), 'container', 'what the image and some runtimes set');
  t.equal(serviceManager({ ...nowhere, pid: 1, env: { WHATSAPP_SERVICE_LAUNCHER: '1' } }), 'launcher');
});

t.test('a handover needs workers that outlive the supervisor', async (t) => {
  for (const manager of ['launcher', 'pm2', 'supervisord'] as const) {
    t.strictSame(restartModes(manager, 0).possible, ['handover', 'full'], manager);
  }
  t.strictSame(restartModes('systemd', 30_000).possible, ['handover', 'full']);
  t.strictSame(restartModes('systemd', 0).possible, ['full']);
  t.match(restartModes('systemd', 0).obstacles, { handover: /KillMode=process/ });
  t.strictSame(restartModes('container', 30_000).possible, ['full']);
  t.match(restartModes('container', 30_000).obstacles, { handover: /container/ });
});

t.test('where nobody starts the service again no restart is offered', async (t) => {
  const { possible, obstacles } = restartModes('none', 30_000);
  t.strictSame(possible, []);
  t.match(obstacles, { handover: /nothing is known to start the service again/, full: /nothing is known/ });
});
