// Docker's HEALTHCHECK: exit code 0 when the service in this container answers on /livez, else 1.
import { once } from 'node:events';
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';

const hasTls = (process.env.TLS_CERT_FILE ?? '').trim() !== '';
const url = `${hasTls ? 'https' : 'http'}://127.0.0.1:${process.env.PORT ?? '3000'}/livez`;
try {
  // The certificate names no loopback address, and nothing secret is sent or believed.
  const asked = (hasTls ? getHttps : getHttp)(url, { signal: AbortSignal.timeout(4_000), rejectUnauthorized: false });
  const [{ statusCode }] = await once(asked, 'response');
  asked.destroy();
  if (statusCode !== 200) throw new Error(`status ${statusCode}`);
} catch (error) {
  process.stderr.write(`${url} does not answer: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
