import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { cli } from '../support/cli.ts';
import { Lab } from '../support/lab.ts';
import { LibraryClient, profileFolder } from '../support/library-client.ts';
import { testApiKey } from '../support/service-process.ts';

t.test('the login of plain whatsapp-web.js', async (t) => {
  const lab = await Lab.open();
  t.teardown(() => lab.close());
  const dataPath = join(lab.folder, '.wwebjs_auth');
  const phone = lab.newPhone();
  const library = new LibraryClient({ simulator: lab.simulator, dataPath, clientId: 'shop' });
  t.teardown(() => library.close());
  await library.client.initialize();
  await phone.scan(await library.nextQr());
  await library.next('ready');
  const service = await lab.startService();
  const env = { ...textOnly(lab.env), WHATSAPP_SERVICE_URL: service.url, WHATSAPP_SERVICE_KEY: testApiKey };

  await t.test('is left alone while its tool runs', async (t) => {
    const refused = await cli(['import', dataPath, '--yes'], { env });
    t.match(refused, { code: 1, stdout: /✗ .*session-shop: process \d+ has it open/ });
    t.equal((await service.api('GET', '/api/v1/sessions/shop')).status, 404);
  });
  await library.close();
  const profile = profileFolder(dataPath, 'shop');
  const before = sumOf(profile);

  await t.test('a dry run says what would be taken over and what not, and changes nothing', async (t) => {
    mkdirSync(join(dataPath, 'session-empty', 'Default'), { recursive: true });
    mkdirSync(join(dataPath, 'not a profile'));
    cpSync(profile, join(dataPath, 'then-another-tool', 'session-shop'), { recursive: true });
    t.teardown(() => rmSync(join(dataPath, 'then-another-tool'), { recursive: true }));
    const { code, stdout } = await cli(['import', dataPath, '--dry-run'], { env });
    t.equal(code, 1);
    t.match(stdout, /^shop +\S+session-shop .*is taken$/m);
    t.match(stdout, /then-another-tool.*left out: its session id is that of \S+session-shop as well/);
    t.match(stdout, /^empty .*left out: it holds no login of WhatsApp Web/m);
    t.equal((await service.api<{ sessions: SessionView[] }>('GET', '/api/v1/sessions')).body.sessions.length, 0);
  });

  await t.test('is copied, and connects without a QR code', async (t) => {
    const connects = lab.connectsOf(phone);
    t.match(await cli(['import', profile], { env }), {
      code: 2,
      stderr: /one login on two machines loses its link\. Go on\? Nobody can be asked/,
    });
    const { code, stdout, stderr } = await cli(['import', profile, '--yes'], { env });
    t.equal(code, 0, stderr);
    t.match(stdout, /^✓ shop: .*They are stopped\. Stop the other tool for good, then start them/s);
    t.match(await service.session('shop'), { state: 'stopped' });
    t.equal(sumOf(profile), before, 'the source is untouched');
    await service.command('shop', 'start');
    await service.waitForStatus('shop', 'connected');
    t.match(await service.session('shop'), { phone: phone.number });
    t.equal(lab.connectsOf(phone) - connects, 1);
    t.notOk((await service.events('shop')).some(({ type }) => type === 'session.qr'));
  });

  await t.test('nothing is put over a session that is there', async (t) => {
    t.match(await cli(['import', profile, '--yes'], { env }), { code: 1, stdout: /there is a session shop already/ });
    t.match(await service.session('shop'), { status: 'connected', restarts: 0 });
  });

  await t.test('the folders of other tools are found by what is in them, and another machine’s lock is told', async (t) => {
    const waha = join(lab.folder, '.sessions/webjs');
    for (const folder of ['default', 'second/session', 'bad name']) cpSync(profile, join(waha, folder), { recursive: true });
    symlinkSync('elsewhere-42', join(waha, 'default/SingletonLock'));
    symlinkSync(`${hostname()}-4194305`, join(waha, 'second/session/SingletonLock'));
    const { stdout } = await cli(['import', join(lab.folder, '.sessions'), '--dry-run', '--json'], { env });
    const { profiles } = JSON.parse(stdout) as { profiles: { session_id: string | null; fault: string | null }[] };
    t.match(profiles, [
      { session_id: null, fault: /no session id: import it alone, with --as/ },
      { session_id: 'default', fault: /^a browser on elsewhere has it open/ },
      { session_id: 'second', fault: null },
    ]);
    t.match(await cli(['import', waha, '--as', 'one', '--dry-run'], { env }), { code: 2, stderr: /There are 3 profiles/ });
    t.match(await cli(['import', join(waha, 'bad name'), '--as', 'one', '--dry-run'], { env }), { code: 0, stdout: /^one .*is taken$/m });
    t.match(await cli(['import', join(lab.folder, 'gone')], { env }), { code: 2 });
    t.match(await cli(['import', join(lab.folder, 'data')], { env }), { code: 1, stderr: /holds no profile/ });
  });
});

function textOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** A sum over every file of a folder. */
function sumOf(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).toSorted((a, b) =>
    `${a.parentPath}/${a.name}`.localeCompare(`${b.parentPath}/${b.name}`),
  )) {
    hash.update(`${entry.parentPath}/${entry.name}`);
    if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)));
  }
  return hash.digest('hex');
}
