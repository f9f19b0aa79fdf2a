import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { untilBack } from '@whatsapp-service/supervisor/cli/return-watch.ts';
import { ServiceClient } from '@whatsapp-service/supervisor/cli/service-client.ts';
import { cli } from '../../../support/cli.ts';
import { listeningApp } from '../../../support/http-app.ts';
import { sessionView } from '../../../support/recording-sessions.ts';

const { url, services, keys } = await listeningApp(t);

await t.test('qr with a key that may not see codes says so, and does not wait for one', async (t) => {
  services.sessions.get = (id) => sessionView(id, { status: 'qr_required', state: 'pairing' });
  const { key } = keys.managed.create({ name: 'Reader', scopes: ['read'] });
  const env = { WHATSAPP_SERVICE_URL: url, WHATSAPP_SERVICE_KEY: key };
  const late = delay(5_000, 'it waits', { ref: false });
  t.match(await Promise.race([cli(['qr', 'a', '--wait', '60'], { env }), late]), { code: 4, stderr: /SUP_SCOPE_MISSING/ });
});

await t.test('a restart is followed on where the service says that it was asked too often', async (t) => {
  const info = { ...services.service.info(), started_at: '2026-11-23T17:00:00.000Z' };
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    if (asked === 1) response.writeHead(429).end('{"detail":"Too often.","code":"SUP_RATE_LIMITED"}');
    else response.end(JSON.stringify(info));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const client = new ServiceClient({ url: address, key: 'any' }, 5_000);
  const endingSince = '2026-11-23T16:00:00.000Z';
  t.equal(await untilBack({ client, endingSince, waitSeconds: 10, onSession: () => undefined }), null);
  t.equal(asked, 2);
});
