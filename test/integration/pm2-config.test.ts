import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import t, { type Test } from 'tap';

import { Pm2 } from '../support/pm2.ts';
import { survivors } from '../support/process-tree.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '../..');
const configPath = join(root, 'ecosystem.config.js');
const run = promisify(execFile);

/** pm2 and an app that runs under the options of ecosystem.config.js and takes each step when a file is made. */
async function setUp(t: Pick<Test, 'teardown'>) {
  const folder = await mkdtemp(join(tmpdir(), 'pm2-config-'));
  const pm2 = await Pm2.open({ DATA_DIR: join(folder, 'data'), FIXTURE_FOLDER: folder });
  t.teardown(async () => {
    // Whatever the test left undone: the app must not wait for its files.
    await writeFile(join(folder, 'end'), '');
    await pm2.close();
    await rm(folder, { recursive: true, force: true });
  });
  const config = join(folder, 'fixture.config.js');
  const changes = JSON.stringify({ name: 'app', cwd: folder, script: join(root, 'test/fixtures/pm2/app.ts') });
  await writeFile(config, `module.exports = { apps: [{ ...require(${JSON.stringify(configPath)}).apps[0], ...${changes} }] };`);
  const events = () => {
    const file = join(folder, 'events');
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  };
  const tell = (file: string) => writeFile(join(folder, file), '');
  const untell = (file: string) => rm(join(folder, file));
  return { folder, pm2, config, events, tell, untell };
}

t.test('pm2 says online when the app is ready, and not before', async (t) => {
  const { folder, pm2, config, events, tell } = await setUp(t);
  let isStarted = false;
  const start = pm2.start(config).then(() => (isStarted = true));
  await until('the app runs', () => events().length > 0);
  t.equal((await pm2.app('app')).status, 'launching');
  t.equal(isStarted, false);
  await tell('ready');
  await start;
  const app = await pm2.app('app');
  t.match(app, { status: 'online', outFile: join(folder, 'data/logs/pm2-out.log'), errorFile: join(folder, 'data/logs/pm2-error.log') });
  t.match(events()[0], /^started on v(2[4-9]|[3-9]\d)\./);
  t.match(readFileSync(app.outFile, 'utf8'), /hello from the app/);
});

t.test('pm2 stop asks the app alone, once, and waits for it to end its children', async (t) => {
  const { pm2, config, events, tell } = await setUp(t);
  await tell('ready');
  await pm2.start(config);
  const tree = await pm2.tree('app');
  t.equal(tree.length, 2);
  const stop = pm2.stop('app');
  await until('the app was asked to end', () => events().includes('asked to end'));
  t.equal((await pm2.app('app')).status, 'stopping');
  t.strictSame(await survivors(tree, 0), tree, 'nothing was killed');
  await tell('end');
  await stop;
  t.strictSame(events().slice(1), ['asked to end', 'child ended by SIGTERM', 'ended']);
  t.strictSame(await survivors(tree, 0), [], 'nothing is left when pm2 stop returns');
  t.match(await pm2.app('app'), { status: 'stopped', pid: 0 });
  await pm2.delete('app');
  t.strictSame(await pm2.list(), []);
});

for (const verb of ['restart', 'reload'] as const) {
  t.test(`pm2 ${verb} lets the old process end before it starts the new one`, async (t) => {
    const { pm2, config, events, tell } = await setUp(t);
    await tell('ready');
    await tell('end');
    await pm2.start(config);
    const before = await pm2.app('app');
    const tree = await pm2.tree('app');
    await pm2[verb]('app');
    const after = await pm2.app('app');
    t.match(after, { status: 'online', restarts: 1 });
    t.not(after.pid, before.pid);
    t.strictSame(await survivors(tree, 0), []);
    t.match(events(), [/^started/, 'asked to end', 'child ended by SIGTERM', 'ended', /^started/]);
    // The options outlive a restart by name, which pm2 does not hold for all of them.
    await pm2.stop('app');
    t.match(events().slice(5), ['asked to end', 'child ended by SIGTERM', 'ended']);
  });
}

t.test('an app that cannot start is tried again until it can', async (t) => {
  const { pm2, config, events, tell, untell } = await setUp(t);
  await tell('crash');
  await tell('ready');
  await pm2.start(config);
  await until('it was tried again', () => events().filter((event) => event === 'crashed').length >= 2);
  t.equal((await pm2.app('app')).status, 'waiting restart');
  await untell('crash');
  await until('it is online', async () => (await pm2.app('app')).status === 'online' && events().at(-1) !== 'crashed');
});

t.test('close() kills what pm2 left behind, and says so', async (t) => {
  const { pm2, config, events, tell } = await setUp(t);
  await tell('ready');
  await pm2.start(config);
  const [app, child] = await pm2.tree('app');
  if (app === undefined || child === undefined) throw new Error('The app has no child.');
  // Its child is left behind: that is how a supervisor ends that had no time to shut down.
  process.kill(app.pid, 'SIGKILL');
  await until('pm2 has started it again', () => events().filter((event) => event.startsWith('started')).length === 2);
  await tell('end');
  await t.rejects(pm2.close(), new RegExp(`Left behind by pm2.*"pid":${child.pid}`));
  t.strictSame(await survivors([child], 5_000), []);
  // The teardown closes again, which must not throw a second time.
  pm2.close = () => Promise.resolve();
});

async function interpreterOn(version: string): Promise<string> {
  const code = `Object.defineProperty(process.versions, 'node', { value: '${version}' });
    process.stdout.write(require(${JSON.stringify(configPath)}).apps[0].interpreter)`;
  return (await run(process.execPath, ['-e', code])).stdout;
}

t.test('the interpreter is Node.js 24 or newer, whatever pm2 runs on', async (t) => {
  t.equal(await interpreterOn('24.0.0'), process.execPath);
  t.equal(await interpreterOn('26.1.0'), process.execPath);
  const own = join(root, '.tools/node/node_modules/node/bin/node');
  if (existsSync(own)) t.equal(await interpreterOn('18.20.0'), own);
  else await t.rejects(interpreterOn('18.20.0'), /npm run setup/);
});

t.test('the log files follow DATA_DIR, in the environment or in .env', async (t) => {
  const folder = t.testdir({ '.env': 'DATA_DIR=from-env-file\n', packages: { supervisor: { node_modules: {} } }, file: '' });
  await copyFile(configPath, join(folder, 'ecosystem.config.js'));
  const outFile = async (env: Record<string, string>) => {
    const code = `process.stdout.write(require(${JSON.stringify(join(folder, 'ecosystem.config.js'))}).apps[0].out_file)`;
    // From another working directory: relative folders are the project's.
    return (await run(process.execPath, ['-e', code], { env, cwd: '/' })).stdout;
  };
  t.equal(await outFile({}), join(folder, 'from-env-file/logs/pm2-out.log'));
  t.equal(await outFile({ DATA_DIR: join(folder, 'elsewhere') }), join(folder, 'elsewhere/logs/pm2-out.log'));
  await rm(join(folder, '.env'));
  t.equal(await outFile({}), join(folder, 'data/logs/pm2-out.log'));
  t.equal(statSync(join(folder, 'data')).mode & 0o777, 0o700, 'nobody else reads the data folder');
  await t.rejects(outFile({ DATA_DIR: join(folder, 'file') }), /file\/logs, cannot be made \((ENOTDIR|EEXIST)\)\. Mend DATA_DIR/);
});

t.test('a project that is not set up is told how to be', async (t) => {
  const folder = t.testdir();
  await copyFile(configPath, join(folder, 'ecosystem.config.js'));
  const pm2 = await Pm2.open();
  t.teardown(() => pm2.close());
  const result = await pm2.run(['start', join(folder, 'ecosystem.config.js')]);
  t.not(result.code, 0);
  t.match(result.output, /whatsapp-service is not set up in .*Run "npm run setup" there/);
  t.notMatch(result.output, /\n\s+at /, 'no stack');
  t.strictSame(await pm2.list(), []);
});
