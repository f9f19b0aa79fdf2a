import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { ServiceClient } from '@whatsapp-service/supervisor/cli/service-client.ts';
import { exitCodes } from '@whatsapp-service/supervisor/cli/exit-codes.ts';

const server = createServer((request, response) => answers[request.url ?? '']?.(request, response));
const answers: Record<string, RequestListener> = {
  '/silent': () => undefined,
  '/refused': (_request, response) => response.writeHead(403).end('{"detail":"The key may not.","code":"SUP_SCOPE_MISSING"}'),
  // It says that it fails, and never how.
  '/half': (_request, response) => response.writeHead(500, { 'content-length': '100' }).write('{'),
  '/cut': (_request, response) => {
    response.writeHead(500, { 'content-length': '100' }).write('{');
    setTimeout(() => response.destroy(), 50);
  },
  '/slow': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    setTimeout(() => response.end('data: late\n\n'), 300);
  },
};
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
t.teardown(() => {
  server.closeAllConnections();
  server.close();
});
const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
const client = new ServiceClient({ url, key: 'a-long-key-of-a-test-0001' }, 200);

t.test('a stream that does not begin is not waited for, nor is the reason of one that fails', async (t) => {
  for (const path of ['/silent', '/half'])
    await t.rejects(client.stream(path, {}), { exitCode: exitCodes.unreachable, message: /does not answer within 0\.2 s/ }, path);
  await t.rejects(client.stream('/cut', {}), { exitCode: exitCodes.unreachable, message: /is not reachable/ });
  await t.rejects(client.stream('/refused', {}), { exitCode: exitCodes.refused, message: 'The key may not. (SUP_SCOPE_MISSING)' });
});

t.test('one that has begun may last', async (t) => {
  t.equal(await new Response(await client.stream('/slow', {})).text(), 'data: late\n\n');
});
