import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { proxies } from '../../../../scripts/bootstrap/proxies.mjs';
import { contextIn } from '../../../support/setup-context.ts';

t.test('as root the packages are fetched and unpacked into the project, and nothing is installed', { skip: skipReason() }, async (t) => {
  const { context, calls } = contextIn(t.testdir(), (_program, args) => {
    const archives = args.find((arg) => arg.startsWith('Dir::Cache::archives='))?.slice('Dir::Cache::archives='.length);
    if (archives !== undefined) writeFileSync(join(archives, 'nginx.deb'), '');
    return { code: 0, output: '' };
  });
  await proxies.run({ ...context, isRoot: true });
  t.ok(calls.filter(({ args }) => args.includes('install')).every(({ args }) => args.includes('--download-only')));
  t.ok(calls.some(({ program, args }) => program === 'dpkg-deb' && args[0] === '-x' && args[2] === join(context.root, '.tools/debian')));
  t.notOk(existsSync(join(context.root, '.tools/debian/archives')), 'the archives are gone');
});

t.test('what was unpacked is found again', async (t) => {
  const { context } = contextIn(t.testdir());
  for (const name of ['nginx', 'haproxy', 'logrotate']) {
    mkdirSync(join(context.root, '.tools/debian/usr/sbin'), { recursive: true });
    writeFileSync(join(context.root, '.tools/debian/usr/sbin', name), '');
  }
  t.equal(proxies.isDone({ ...context, isRoot: true }), true);
});

t.test(
  'without root nothing is fetched, which is told once',
  { skip: isInstalled() && 'they are installed on this machine' },
  async (t) => {
    const { context, calls } = contextIn(t.testdir());
    t.equal(proxies.isDone(context), false);
    t.match(await proxies.run(context), /apt-get install nginx-light haproxy logrotate/);
    t.strictSame(calls, []);
    t.equal(proxies.isDone(context), true);
  },
);

function isInstalled(): boolean {
  return ['nginx', 'haproxy', 'logrotate'].every((name) => existsSync(join('/usr/sbin', name)));
}

function skipReason(): string | false {
  return existsSync('/usr/bin/apt-get') ? false : 'this is not Debian';
}
