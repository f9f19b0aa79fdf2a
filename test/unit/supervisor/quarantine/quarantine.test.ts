import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import t from 'tap';
import { identify } from '@whatsapp-service/shared/process/process-identity.ts';
import { Quarantine } from '@whatsapp-service/supervisor/quarantine/quarantine.ts';
import { QuarantineJob } from '@whatsapp-service/supervisor/quarantine/quarantine-job.ts';
import { profileUsers } from '@whatsapp-service/supervisor/workers/profile-users.ts';
import { WorkerLedger } from '@whatsapp-service/supervisor/workers/worker-ledger.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

function open(authDir: string, ledger = new WorkerLedger(join(authDir, '../ledger'))) {
  const clock = new FakeClock();
  const lines: string[] = [];
  const logger = pino({ base: null }, { write: (line) => void lines.push(line) });
  const quarantine = new Quarantine({ authDir, clock, logger, usersOf: (id) => profileUsers(ledger, authDir, id) });
  const names = (): string[] => {
    const folder = join(authDir, 'quarantine');
    return existsSync(folder) ? readdirSync(folder).toSorted() : [];
  };
  return { quarantine, clock, lines, names };
}

const profile = { 'session-shop': { Default: { key: 'x' } }, 'session-other': { Default: { key: 'y' } } };

t.test('a profile moves with all it holds, and its reason lies beside it', async (t) => {
  const authDir = join(t.testdir({ auth: profile }), 'auth');
  const { quarantine, names } = open(authDir);
  quarantine.take('shop', 'The session was deleted by request.');
  t.strictSame(names(), ['1970-01-01T00-16-40.000Z-session-shop', '1970-01-01T00-16-40.000Z-session-shop.json']);
  t.equal(readFileSync(join(authDir, 'quarantine', names()[0] ?? '', 'Default', 'key'), 'utf8'), 'x');
  t.strictSame(JSON.parse(readFileSync(join(authDir, 'quarantine', names()[1] ?? ''), 'utf8')), {
    session_id: 'shop',
    reason: 'The session was deleted by request.',
    quarantined_at: '1970-01-01T00:16:40.000Z',
  });
  t.strictSame(readdirSync(authDir).toSorted(), ['quarantine', 'session-other']);
  quarantine.take('unknown', 'x');
  t.equal(names().length, 2, 'without a profile nothing is written');
});

t.test('while a process has the profile it stays, and it moves once that has ended', async (t) => {
  const authDir = join(t.testdir({ auth: profile }), 'auth');
  const { quarantine, clock, names, lines } = open(authDir);
  const job = new QuarantineJob(quarantine, clock, 30);
  const browser = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)', '--', `--user-data-dir=${join(authDir, 'session-shop')}`]);
  t.teardown(() => browser.kill('SIGKILL'));
  await once(browser, 'spawn');
  quarantine.take('shop', 'Logged out.');
  t.strictSame(names(), []);
  t.match(lines.join(''), new RegExp(`processes ${browser.pid} still use it`));
  clock.advance(10_000);
  t.ok(quarantine.isOwed);
  quarantine.take('other', 'Logged out.');
  t.equal(names().length, 2, 'another profile is nobody’s matter');
  browser.kill('SIGKILL');
  await once(browser, 'exit');
  clock.advance(10_000);
  t.notOk(quarantine.isOwed);
  t.equal(names().length, 4);
  job.close();
  t.equal(clock.timers, 0);
});

t.test('so does one whose worker the ledger still names', async (t) => {
  const authDir = join(t.testdir({ auth: profile }), 'auth');
  const ledger = new WorkerLedger(join(authDir, '../ledger'));
  const { quarantine, names } = open(authDir, ledger);
  const worker = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { detached: true });
  t.teardown(() => worker.kill('SIGKILL'));
  await once(worker, 'spawn');
  const identity = identify(worker.pid ?? 0);
  if (identity === undefined) throw new Error('It has no process.');
  ledger.write({ sessionId: 'shop', worker: identity, browser: null, protocol: 1, tokenHash: 'x'.repeat(43), epoch: 1, codeVersion: '1' });
  quarantine.take('shop', 'Logged out.');
  t.strictSame(names(), []);
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  t.equal(quarantine.settle('shop'), undefined);
  t.equal(names().length, 2);
});

t.test('a disk that refuses the move owes it, and nothing is lost', async (t) => {
  const authDir = join(t.testdir({ auth: { ...profile, quarantine: 'a file where the folder should be' } }), 'auth');
  const { quarantine } = open(authDir);
  quarantine.take('shop', 'Logged out.');
  t.ok(quarantine.isOwed);
  t.ok(existsSync(join(authDir, 'session-shop', 'Default', 'key')));
});

t.test('a folder takes the place of a profile, or nothing changes', async (t) => {
  const folder = t.testdir({ auth: { ...profile, new: { Default: { key: 'z' } } } });
  const authDir = join(folder, 'auth');
  const { quarantine, names } = open(authDir);
  const keyOf = (path: string): string => readFileSync(join(authDir, path, 'Default', 'key'), 'utf8');
  t.match(quarantine.exchange('shop', join(authDir, 'missing'), 'Replaced.'), /ENOENT/);
  t.strictSame(names(), [], 'not even the note is left');
  t.equal(keyOf('session-shop'), 'x');
  t.match(quarantine.exchange('unknown', join(authDir, 'missing'), 'Replaced.'), /ENOENT/);
  t.equal(quarantine.exchange('shop', join(authDir, 'new'), 'Replaced.'), undefined);
  t.equal(keyOf('session-shop'), 'z');
  t.equal(keyOf(`quarantine/${names()[0]}`), 'x');
  t.match(readFileSync(join(authDir, 'quarantine', names()[1] ?? ''), 'utf8'), 'Replaced.');
});

/** Runs an exchange in a process that is killed at its n-th rename, as by a lack of power. */
async function exchangeUntilRename(authDir: string, n: number): Promise<void> {
  const script = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const rename = fs.renameSync;
    let renames = 0;
    fs.renameSync = (...paths) => {
      renames += 1;
      if (renames === ${n}) process.kill(process.pid, 'SIGKILL');
      rename(...paths);
    };
    syncBuiltinESMExports();
    const { Quarantine } = await import('@whatsapp-service/supervisor/quarantine/quarantine.ts');
    const quarantine = new Quarantine({
      authDir: ${JSON.stringify(authDir)}, clock: { now: () => 1_000_000 }, logger: { info() {}, error() {} }, usersOf: () => [],
    });
    quarantine.exchange('shop', ${JSON.stringify(join(authDir, 'new'))}, 'Replaced.');`;
  const root = join(import.meta.dirname, '../../../..');
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: root, stdio: 'inherit' });
  const [, signal] = (await once(child, 'exit', { signal: AbortSignal.timeout(20_000) })) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error('The exchange was not killed.');
}

for (const [n, key, left] of [
  [1, 'x', []],
  [2, 'x', []],
  [3, 'z', ['1970-01-01T00-16-40.000Z-session-shop', '1970-01-01T00-16-40.000Z-session-shop.json']],
] as const) {
  t.test(`an exchange that a kill cuts short at its rename ${n} leaves a profile after the next start`, async (t) => {
    const authDir = join(t.testdir({ auth: { ...profile, new: { Default: { key: 'z' } } } }), 'auth');
    await exchangeUntilRename(authDir, n);
    const { quarantine, names } = open(authDir);
    quarantine.recover();
    t.equal(readFileSync(join(authDir, 'session-shop/Default/key'), 'utf8'), key);
    t.strictSame(names(), left);
    quarantine.recover();
    t.strictSame(names(), left);
  });
}

t.test('a note that cannot be read is told of, and the others are undone', async (t) => {
  const authDir = join(t.testdir({ auth: { ...profile, new: { Default: { key: 'z' } } } }), 'auth');
  await exchangeUntilRename(authDir, 2);
  writeFileSync(join(authDir, 'quarantine', '0.exchange.json'), '{"session_id":"../shop"}');
  const { quarantine, lines } = open(authDir);
  quarantine.recover();
  t.match(lines.join(''), /could not be undone: 0\.exchange\.json/);
  t.equal(readFileSync(join(authDir, 'session-shop/Default/key'), 'utf8'), 'x');
});

t.test('a move that is owed stays owed where a folder cannot take the place of the profile', async (t) => {
  const authDir = join(t.testdir({ auth: { ...profile, new: { Default: { key: 'z' } } } }), 'auth');
  const users = [4_711];
  const quarantine = new Quarantine({ authDir, clock: new FakeClock(), logger: pino({ level: 'silent' }), usersOf: () => users });
  quarantine.take('shop', 'Logged out.');
  t.match(quarantine.exchange('shop', join(authDir, 'new'), 'Replaced.'), 'processes 4711 still use it');
  t.ok(quarantine.isOwed);
  users.pop();
  t.equal(quarantine.exchange('shop', join(authDir, 'new'), 'Replaced.'), undefined);
  t.notOk(quarantine.isOwed);
  const [, note = ''] = readdirSync(join(authDir, 'quarantine')).toSorted();
  t.match(readFileSync(join(authDir, 'quarantine', note), 'utf8'), 'Logged out.', 'the reason is that of the move that was owed');
  t.equal(readFileSync(join(authDir, 'session-shop/Default/key'), 'utf8'), 'z');
});

t.test('the retention deletes what is older, in its second look, and nothing else in the auth folder', async (t) => {
  const authDir = join(t.testdir({ auth: profile }), 'auth');
  const { quarantine, clock, names } = open(authDir);
  quarantine.take('shop', 'Logged out.');
  mkdirSync(join(authDir, 'quarantine', 'mine'));
  writeFileSync(join(authDir, 'quarantine', 'notes.txt'), 'x');
  const job = new QuarantineJob(quarantine, clock, 30);
  clock.advance(30 * dayMs - hourMs);
  t.equal(names().length, 4);
  clock.advance(3 * hourMs);
  t.strictSame(names(), ['mine', 'notes.txt']);
  t.strictSame(readdirSync(authDir).toSorted(), ['quarantine', 'session-other']);
  job.close();
});

t.test('a clock that is wrong for a while deletes nothing', async (t) => {
  const authDir = join(t.testdir({ auth: profile }), 'auth');
  const { quarantine, names, clock } = open(authDir);
  quarantine.take('shop', 'Logged out.');
  const wrong = open(authDir);
  wrong.clock.advance(400 * dayMs);
  wrong.quarantine.deleteExpired(30);
  t.equal(names().length, 2);
  quarantine.deleteExpired(30);
  clock.advance(31 * dayMs);
  quarantine.deleteExpired(30);
  t.equal(names().length, 2, 'found expired for the first time');
});

t.test('a retention of 0 keeps everything', async (t) => {
  const authDir = join(t.testdir({ auth: profile }), 'auth');
  const { quarantine, clock, names } = open(authDir);
  quarantine.take('shop', 'Logged out.');
  const job = new QuarantineJob(quarantine, clock, 0);
  clock.advance(1_000 * dayMs);
  t.equal(names().length, 2);
  job.close();
});
