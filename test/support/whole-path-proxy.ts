import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A host name with several programs: what begins with the path goes to the service as it is, and the rest is somebody else's. */
export async function openProxy(basePath: string, port: number) {
  const strays: string[] = [];
  const server = createServer((incoming, answer) => {
    const { url = '/', method, headers } = incoming;
    if (!url.startsWith(`${basePath}/`) && url !== basePath) {
      strays.push(`${method} ${url}`);
      answer.writeHead(404).end('Another program.');
      return;
    }
    const onward = request({ host: '127.0.0.1', port, path: url, method, headers, agent: false });
    onward.on('response', (from) => from.pipe(answer.writeHead(from.statusCode ?? 502, from.headers)));
    onward.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
    answer.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${basePath}`, strays, close };
}
