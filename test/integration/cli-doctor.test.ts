import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { checkBrowser } from '@whatsapp-service/supervisor/cli/doctor/browser-checks.ts';
import { checkClock, checkDjango } from '@whatsapp-service/supervisor/cli/doctor/django-checks.ts';
import type { Finding } from '@whatsapp-service/supervisor/cli/doctor/finding.ts';
import { checkFolders, checkPermissions } from '@whatsapp-service/supervisor/cli/doctor/folder-checks.ts';
import { checkDisks, checkVolumes } from '@whatsapp-service/supervisor/cli/doctor/volume-checks.ts';
import { listProcesses } from '@whatsapp-service/supervisor/workers/process-group.ts';
import { serviceBrowser } from '../support/browsers.ts';
import { cli, CliProcess } from '../support/cli.ts';
import { answerWith, ListServer } from '../support/list-server.ts';
import { mountRefusal, SmallDisk } from '../support/small-disk.ts';
import { until } from '../support/until.ts';

const isRoot = process.getuid?.() === 0;

/** The folders of a service, as it makes them. */
function foldersIn(dir: string) {
  const folders = { authDir: join(dir, 'auth'), dataDir: join(dir, 'data'), cacheDir: join(dir, 'cache') };
  const backups = { folder: join(folders.dataDir, 'backups') };
  for (const path of [...Object.values(folders), backups.folder]) mkdirSync(path, { mode: 0o700 });
  mkdirSync(join(folders.authDir, 'session-one'), { mode: 0o755 });
  writeFileSync(join(folders.dataDir, 'api-key'), 'a-long-key-of-a-test-0001\n', { mode: 0o600 });
  return { ...folders, backups };
}

function script(dir: string, text: string): string {
  const path = join(dir, 'chromium');
  writeFileSync(path, `#!/bin/sh\n[ "$1" = --version ] && { echo 'Chromium 1.2.3'; exit 0; }\n${text}\n`, { mode: 0o755 });
  return path;
}

function statuses(findings: readonly Finding[]): string[] {
  return findings.map(({ check, status }) => `${check}: ${status}`);
}

await t.test('on a machine that is well, all is well', async (t) => {
  const { dataDir, authDir, cacheDir } = foldersIn(t.testdir());
  const list = await ListServer.start(answerWith(['one']));
  t.teardown(() => list.close());
  const env = { DATA_DIR: dataDir, AUTH_DIR: authDir, CACHE_DIR: cacheDir, CHROMIUM_PATH: serviceBrowser.path, PORT: '1', ...list.env };
  const { code, stdout } = await cli(['doctor', '--json'], { env });
  t.equal(code, 0, stdout);
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
  t.equal(ok, true);
  const checks = [
    'settings',
    'chromium',
    'sandbox',
    'folders',
    'folders',
    'folders',
    'folders',
    'permissions',
    'volume',
    'volume',
    'disk',
    'disk',
    'disk',
    'django',
    'clock',
    'service',
  ];
  t.strictSame(
    findings.map(({ check }) => check),
    checks,
  );
  t.match(findings.at(-1), { status: 'warning', message: /not reachable/, remedy: /Start it/ });
  t.ok(findings.every(({ status, remedy }) => (status === 'ok') === (remedy === null)));
});

await t.test('people get a line for each, what to do, and an exit code', async (t) => {
  const { dataDir, cacheDir } = foldersIn(t.testdir({ file: '' }));
  const env = {
    DATA_DIR: dataDir,
    AUTH_DIR: join(t.testdirName, 'file'),
    CACHE_DIR: cacheDir,
    CHROMIUM_PATH: script(t.testdirName, 'exit 0'),
  };
  const { code, stdout, stderr } = await cli(['doctor'], { env });
  t.equal(code, 1);
  t.match(stdout, /^✗ folders +AUTH_DIR \(.*\/file\) is a file\.\n +→ Move it away/m);
  t.match(stdout, /^✓ chromium +Chromium 1\.2\.3, /m);
  t.equal(stderr, '1 fault(s) were found.\n');
});

await t.test('a setting that is not allowed is the first thing to mend', async (t) => {
  const { code, stdout } = await cli(['doctor'], { env: { PORT: 'x' } });
  t.equal(code, 1);
  t.match(stdout, /^✗ settings +.*PORT/);
});

await t.test('chromium: none, one that does not run, one that opens no page, one that hangs on its sandbox', async (t) => {
  const dir = t.testdir({ text: 'no program' });
  const check = async (chromiumPath: string, chromiumSandbox = false): Promise<Finding[]> =>
    checkBrowser({ chromiumPath, chromiumSandbox }, {});
  t.match(await check(join(dir, 'missing')), [{ check: 'chromium', status: 'fault', message: /no executable file/ }]);
  chmodSync(join(dir, 'text'), 0o755);
  t.match(await check(join(dir, 'text')), [{ check: 'chromium', status: 'fault', message: /does not say its version/ }]);
  const broken = script(dir, "echo 'error while loading shared libraries: libnss3.so' >&2; exit 127");
  t.match(await check(broken), [{ check: 'chromium', status: 'fault', message: /does not open a page: error while loading.*libnss3/ }]);
  const unconfined = script(dir, 'case "$*" in *--no-sandbox*) exit 0;; esac\necho "FATAL: No usable sandbox!" >&2; exit 1');
  t.match(await check(unconfined, true), [
    { check: 'chromium', status: 'ok' },
    { check: 'sandbox', status: 'fault', message: /No usable sandbox/, remedy: /user namespaces/ },
  ]);
  t.match(await check(unconfined, false), [
    { check: 'chromium', status: 'ok' },
    { check: 'sandbox', status: 'warning', message: /without their sandbox/ },
  ]);
  t.match(await check(script(dir, 'exit 0'), true), [{ status: 'ok' }, { check: 'sandbox', status: 'ok' }]);
});

await t.test('a doctor that is interrupted leaves no browser behind', async (t) => {
  const { dataDir, authDir, cacheDir } = foldersIn(t.testdir());
  const pidFile = join(t.testdirName, 'pid');
  const path = script(t.testdirName, `echo $$ > ${pidFile}.new && mv ${pidFile}.new ${pidFile}; exec sleep 60`);
  const env = { DATA_DIR: dataDir, AUTH_DIR: authDir, CACHE_DIR: cacheDir, CHROMIUM_PATH: path };
  const doctor = new CliProcess(['doctor'], env);
  const pid = await until('the browser starts', () => Number(readFileSync(pidFile, 'utf8')));
  doctor.signal('SIGTERM');
  t.match(await doctor.exited, { code: 143 });
  await until('it is gone', () => listProcesses().every((process) => process.pid !== pid));
});

await t.test('folders: missing ones are made at the start, where that can be done', async (t) => {
  const dir = t.testdir({ file: '' });
  const at = (name: string) => ({ authDir: join(dir, name), dataDir: dir, cacheDir: dir, backups: { folder: join(dir, name) } });
  t.match(checkFolders(at('new/folder'))[0], { status: 'ok', message: /is made at the first start/ });
  t.match(checkFolders(at('file'))[0], { status: 'fault', message: /AUTH_DIR .* is a file/ });
  t.match(checkFolders(at('file')).at(-1), { status: 'fault', message: /BACKUP_DIR .* is a file/ });
  t.match(checkFolders(at('file/below'))[0], { status: 'fault', message: /ENOTDIR/ });
});

await t.test('permissions: what others can read, and what belongs to others', async (t) => {
  const folders = foldersIn(t.testdir());
  t.strictSame(statuses(checkPermissions(folders)), ['permissions: ok'], 'a profile is safe in a folder that others cannot enter');
  chmodSync(folders.dataDir, 0o755);
  t.match(checkPermissions(folders), [{ status: 'warning', message: /look into .*data/, remedy: /^chmod go-rwx .*data$/ }]);
  chmodSync(folders.authDir, 0o755);
  t.match(checkPermissions(folders), [{ status: 'fault', message: /can get at .*session-one/, remedy: /^chmod go-rwx .*session-one$/ }]);
  chmodSync(folders.authDir, 0o700);
  chmodSync(folders.dataDir, 0o700);
  const backup = join(folders.backups.folder, 'one.wabackup');
  writeFileSync(backup, '', { mode: 0o644 });
  chmodSync(folders.backups.folder, 0o755);
  t.strictSame(statuses(checkPermissions(folders)), ['permissions: ok'], 'nor is a folder within one');
  chmodSync(folders.dataDir, 0o755);
  t.match(checkPermissions(folders), [{ status: 'fault', message: /can get at .*one\.wabackup/, remedy: `chmod go-rwx ${backup}` }]);
  chmodSync(folders.backups.folder, 0o700);
  t.match(checkPermissions(folders), [{ status: 'warning', message: /look into .*data,/ }]);
  chmodSync(folders.dataDir, 0o700);
  const another = (process.getuid?.() ?? 0) + 1;
  t.match(checkPermissions(folders, another), [{ status: 'fault', message: /belong\(s\) to another user/, remedy: /chown -R/ }]);
  if (!isRoot) return;
  chownSync(join(folders.authDir, 'session-one'), 12_345, 12_345);
  t.match(checkPermissions(folders), [{ status: 'warning', message: /session-one belong\(s\) to another user \(12345\)/ }]);
});

await t.test('volume: what does not outlive a restart, or cannot be written', async (t) => {
  const { authDir, dataDir, cacheDir } = foldersIn(t.testdir());
  const on = (line: string): Finding[] => checkVolumes({ authDir, dataDir, cacheDir }, `1 0 8:1 / / rw - ext4 /dev/sda rw\n${line}`);
  const mount = (type: string, options = 'rw'): string =>
    `2 1 0:50 / ${authDir.replaceAll(' ', String.raw`\040`)} ${options} shared:1 - ${type} source ${options}`;
  t.strictSame(statuses(on('')), ['volume: ok', 'volume: ok']);
  t.match(on(mount('tmpfs')), [{ status: 'fault', message: /AUTH_DIR .* lies on tmpfs .*linked anew/ }, { status: 'ok' }]);
  t.match(on(mount('ext4', 'ro')), [{ status: 'fault', message: /read-only/ }, { status: 'ok' }]);
  t.match(on(mount('overlay')), [
    { status: 'warning', message: /goes with the container/, remedy: /Mount a volume for AUTH_DIR/ },
    { status: 'ok' },
  ]);
  t.match(on(mount('nfs4')), [{ status: 'warning', message: /locks/ }, { status: 'ok' }]);
  t.match(checkVolumes({ authDir, dataDir, cacheDir }, ''), [{ status: 'warning', message: /not known/ }, { status: 'warning' }]);
});

const refusal = mountRefusal(t.testdir());
await t.test('a real file system in memory, and one that is full', { skip: refusal ?? false }, async (t) => {
  const disk = SmallDisk.mount(join(t.testdir(), 'a b'), 6);
  try {
    const folders = { authDir: join(disk.path, 'auth'), dataDir: t.testdirName, cacheDir: t.testdirName };
    t.match(checkVolumes(folders)[0], { status: 'fault', message: /lies on tmpfs/ });
    t.match(checkDisks(folders)[0], { status: 'warning', message: /MB are free for AUTH_DIR/, remedy: /Make room/ });
    writeFileSync(join(disk.path, 'large'), Buffer.alloc(4 * 1024 * 1024));
    t.match(checkDisks(folders)[0], { check: 'disk', status: 'fault' });
  } finally {
    disk.unmount();
  }
});

await t.test('django: not reachable, a wrong key, no list, an entry that cannot be read', async (t) => {
  const list = await ListServer.start(answerWith(['one', { session_id: '../two' }]));
  const settings = { baseUrl: list.url, apiKey: 'key-of-the-list', timeoutMs: 5_000 };
  t.match(await checkDjango(undefined), { status: 'ok', message: /keeps the list of sessions itself/ });
  t.match(await checkDjango(settings), { status: 'warning', message: /lists 1 session\(s\)\. 1 more cannot be read/ });
  list.answer = (_request, response) => response.writeHead(403).end();
  t.match(await checkDjango(settings), { status: 'fault', message: /403; check DJANGO_API_KEY/, remedy: /WHATSAPP_DJANGO_API_KEY/ });
  list.answer = (_request, response) => response.end('<html>');
  t.match(await checkDjango(settings), { status: 'fault', message: /no JSON/ });
  await list.close();
  t.match(await checkDjango(settings), { status: 'fault', message: /connection failed/ });
});

await t.test('clock: another time than Django, or nobody who keeps it', async (t) => {
  const list = await ListServer.start();
  t.teardown(() => list.close());
  const django = { baseUrl: list.url, apiKey: 'key-of-the-list', timeoutMs: 5_000 };
  const dir = t.testdir();
  const says = (answer: string): string => {
    const path = join(dir, `timedatectl-${answer}`);
    writeFileSync(path, `#!/bin/sh\necho ${answer}\n`, { mode: 0o755 });
    return path;
  };
  const off = (seconds: number) => (): number => Date.now() + seconds * 1_000;
  t.match(await checkClock(django, Date.now, says('yes')), { status: 'ok', message: /that of Django/ });
  t.match(await checkClock(django, off(60)), { status: 'warning', message: /(59|60|61) s ahead of Django/, remedy: /set-ntp/ });
  t.match(await checkClock(django, off(-3_600)), { status: 'fault', message: /s behind Django/ });
  t.match(await checkClock(undefined, Date.now, says('no')), { status: 'warning', message: /not synchronized/ });
  t.match(await checkClock(undefined, Date.now, says('yes')), { status: 'ok', message: /is synchronized/ });
  t.match(await checkClock(undefined, Date.now, join(dir, 'missing')), { status: 'ok', message: /nothing here to compare/ });
});
