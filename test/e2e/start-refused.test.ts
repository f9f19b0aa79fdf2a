import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { Lab } from '../support/lab.ts';
import { ServiceProcess } from '../support/service-process.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());

await t.test('a second service on the same data folder refuses, with the pid of the first one', async (t) => {
  const service = await lab.startService();
  const { code, output } = await ServiceProcess.startAndEnd(lab.env);
  t.equal(code, 1);
  t.equal(output, `The service does not start. The data folder ${lab.dataDir} is in use by another supervisor, process ${service.pid}.\n`);
  t.equal((await service.api('GET', '/livez')).status, 200, 'the first one goes on');
  await service.stop('SIGKILL');
  const next = await lab.startService();
  t.equal((await next.api('GET', '/livez')).status, 200, 'the lock of one that was killed holds nobody up');
  t.equal(await next.stop(), 0);
});

await t.test('a port that is taken is told with its settings', async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve);
  });
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo;
  const { code, output } = await ServiceProcess.startAndEnd({ ...lab.env, PORT: String(port) });
  t.equal(code, 1);
  t.match(output, new RegExp(`^The service does not start\\. HOST and PORT are in use by another program \\(.*${port}.*\\);.*\n$`));
  t.strictSame(await lab.leftOver(), []);
});

await t.test('a setting that is wrong is named in one sentence', async (t) => {
  const wrong: Record<string, NodeJS.ProcessEnv> = {
    PORT: { PORT: 'http' },
    API_KEYS: { API_KEYS: 'short' },
    DJANGO_API_KEY: { DJANGO_BASE_URL: 'https://app.example.org' },
    RESTORE_CONCURRENCY: { RESTORE_CONCURRENCY: '0' },
    CHROMIUM_ARGS: { CHROMIUM_ARGS: '--lang="de' },
    TLS_KEY_FILE: { TLS_CERT_FILE: '/nonexistent/cert.pem' },
    TLS_CERT_FILE: { TLS_CERT_FILE: '/nonexistent/cert.pem', TLS_KEY_FILE: '/nonexistent/key.pem' },
    CHROMIUM_PATH: { CHROMIUM_PATH: '/nonexistent/chromium' },
  };
  for (const [name, env] of Object.entries(wrong)) {
    const { code, output } = await ServiceProcess.startAndEnd({ ...lab.env, ...env });
    t.equal(code, 1, name);
    t.match(output, new RegExp(`^The service does not start\\. .*\\b${name}\\b.*\n$`), output.trim());
  }
});

await t.test('so is a folder that is none', async (t) => {
  const file = join(lab.folder, 'a-file');
  await writeFile(file, '');
  for (const name of ['DATA_DIR', 'AUTH_DIR', 'CACHE_DIR']) {
    const { code, output } = await ServiceProcess.startAndEnd({ ...lab.env, [name]: file });
    t.equal(code, 1, name);
    t.equal(output, `The service does not start. ${name} must be a folder; ${file} is a file. Mend it in the environment or in .env.\n`);
  }
});

await t.test('folders whose names are too long for a socket are told in one sentence', async (t) => {
  const long = join(lab.folder, 'x'.repeat(100));
  const { code, output } = await ServiceProcess.startAndEnd({ ...lab.env, DATA_DIR: long, TMPDIR: long });
  t.equal(code, 1);
  t.match(output, /^The service does not start\. The path of the workers' socket has \d+ bytes .*: set a shorter DATA_DIR or TMPDIR\.\n$/);
});
