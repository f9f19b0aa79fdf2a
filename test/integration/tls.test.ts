import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { connectionOf } from '@whatsapp-service/supervisor/cli/connection.ts';
import { ServiceClient } from '@whatsapp-service/supervisor/cli/service-client.ts';
import { trustingFetch } from '@whatsapp-service/supervisor/cli/trusting-fetch.ts';
import { readTlsFiles } from '@whatsapp-service/supervisor/config/tls-files.ts';
import { freePort } from '../../scripts/service/free-port.ts';
import { cli } from '../support/cli.ts';
import { apiKey, listeningApp } from '../support/http-app.ts';
import { Lab } from '../support/lab.ts';
import { selfSigned } from '../support/self-signed.ts';
import { ServiceProcess, testApiKey } from '../support/service-process.ts';

const folder = t.testdir();
const own = selfSigned(folder, 'DNS:whatsapp.example.org');
const local = selfSigned(folder, 'IP:127.0.0.1', 'local');

/** The app with a certificate, and the command line's client as it finds it. */
async function served(t: Parameters<typeof listeningApp>[0], files: typeof own) {
  const { port, ...app } = await listeningApp(t, { tls: readTlsFiles(files) });
  const settings = { host: '127.0.0.1', port, apiKeys: [apiKey], dataDir: folder, http: { basePath: '', tls: files } };
  const client = (options: { url?: string; caFile?: string }, tls: typeof own | undefined = files) =>
    new ServiceClient(
      connectionOf(options, { env: {}, cwd: folder, settings: () => ({ ...settings, http: { basePath: '', tls } }) }),
      5_000,
    );
  return { ...app, port, client };
}

t.test(
  'the command line finds the service of this machine, whatever name its certificate has, and only with that certificate',
  async (t) => {
    const { client, port } = await served(t, own);
    t.match(await client({}).get('/api/v1/service'), { status: 'ready' });
    t.equal((await client({}).stream('/api/v1/events/stream', {})).locked, false);
    await t.rejects(client({}).get('/api/v1/none'), { message: /SUP_ROUTE_NOT_FOUND/ });
    await t.rejects(client({}, local).get('/api/v1/service'), { message: /not reachable/ }, 'another certificate');
    await t.rejects(fetch(`http://127.0.0.1:${port}/livez`, { signal: AbortSignal.timeout(5_000) }), 'no HTTP on the same port');
  },
);

t.test('an https address is called with a certificate that vouches for it, and else is not', async (t) => {
  const { client, port } = await served(t, local);
  const url = `https://127.0.0.1:${port}`;
  t.match(await client({ url, caFile: local.certFile }).get('/api/v1/service'), { status: 'ready' });
  await t.rejects(client({ url }).get('/api/v1/service'), { message: /DEPTH_ZERO_SELF_SIGNED_CERT/ });
  await t.rejects(client({ url, caFile: own.certFile }).get('/api/v1/service'), { message: /not reachable/ });
  t.throws(() => client({ url, caFile: local.keyFile }), { message: /No certificate can be read/, exitCode: 2 });
  const other = await served(t, own);
  const elsewhere = { url: `https://127.0.0.1:${other.port}`, caFile: own.certFile };
  await t.rejects(client(elsewhere).get('/api/v1/service'), { message: /ERR_TLS_CERT_ALTNAME_INVALID/ }, 'a certificate of another name');
});

t.test('a browser gets a cookie that goes over TLS alone', async (t) => {
  const { port } = await served(t, local);
  const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(5_000) };
  const url = new URL(`https://127.0.0.1:${port}/api/v1/sign-in`);
  const answer = await trustingFetch(url, { ...asked, body: JSON.stringify({ api_key: apiKey }) }, { ca: local.cert, isExact: true });
  t.equal(answer.status, 200);
  t.match(answer.headers.get('set-cookie'), /HttpOnly; Secure; SameSite=Strict/);
});

t.test('the service itself starts with a certificate, says so, and the command line finds it', async (t) => {
  const lab = await Lab.open();
  t.teardown(() => lab.close());
  const port = await freePort();
  const tls = { TLS_CERT_FILE: own.certFile, TLS_KEY_FILE: own.keyFile, PORT: String(port) };
  const service = await ServiceProcess.start({ ...lab.env, ...tls });
  t.teardown(async () => service.stop());
  t.equal(service.url, `https://127.0.0.1:${port}`);
  const status = await cli(['status'], { env: { ...lab.env, ...tls, ENV_FILE: '/dev/null', API_KEYS: testApiKey } });
  t.equal(status.code, 0, status.stderr);
  t.match(status.stdout, /^Service +/m);
});

t.test('files that cannot be read or do not belong together are told with their settings', async (t) => {
  const foreign = join(folder, 'foreign.txt');
  writeFileSync(foreign, 'hello');
  const read = (certFile: string, keyFile: string) => () => readTlsFiles({ certFile, keyFile });
  t.throws(read(join(folder, 'none'), own.keyFile), { message: /^TLS_CERT_FILE must be .*none cannot be read \(ENOENT\)/ });
  t.throws(read(own.certFile, folder), { message: /^TLS_KEY_FILE must be .* cannot be read \(EISDIR\)/ });
  t.throws(read(foreign, own.keyFile), { message: /^TLS_CERT_FILE must be .*begins with no certificate/ });
  t.throws(read(own.certFile, foreign), { message: /^TLS_KEY_FILE must be .*holds no private key/ });
  t.throws(read(own.certFile, local.keyFile), { message: /^TLS_KEY_FILE must be .*that of another certificate/ });
});
