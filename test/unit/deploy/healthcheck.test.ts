import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { image, projectFolder } from '../../support/deploy-image.ts';
import { selfSigned } from '../../support/self-signed.ts';

/** Runs the image's check against a port; resolves with its exit code. */
async function check(port: number, more: NodeJS.ProcessEnv = {}): Promise<number | null> {
  const [, script = ''] = image().healthcheck;
  return new Promise((resolve) => {
    const env = { ...process.env, PORT: String(port), ...more };
    const child = execFile(process.execPath, [join(projectFolder, script)], { env, timeout: 10_000 }, () => resolve(child.exitCode));
  });
}

t.test('the image is healthy while the service answers on /livez, whatever /readyz says', async (t) => {
  let status = 200;
  const server = createServer((request, response) => response.writeHead(request.url === '/livez' ? status : 503).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  t.equal(await check(port), 0);
  status = 500;
  t.equal(await check(port), 1);
  await new Promise((resolve) => server.close(resolve));
  t.equal(await check(port), 1, 'nobody listens');
});

t.test('with a certificate the service is asked by HTTPS, whatever name the certificate has', async (t) => {
  const files = selfSigned(t.testdir(), 'DNS:whatsapp.example.org');
  const server = createTlsServer(files, (request, response) => response.writeHead(request.url === '/livez' ? 200 : 503).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  t.equal(await check(port, { TLS_CERT_FILE: files.certFile }), 0);
  t.equal(await check(port), 1, 'it speaks no HTTP');
});
