import { writeFile } from 'node:fs/promises';
import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Lab } from '../support/lab.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());

await t.test("what lies in the service's working directory concerns no session", async (t) => {
  // The service runs in the lab's folder, and its folders lie below it.
  await writeFile(join(lab.folder, '.puppeteerrc'), '{ this is no JSON');
  await writeFile(join(lab.folder, 'package.json'), '{ nor is this');
  const service = await lab.startService();
  t.equal(readlinkSync(`/proc/${service.pid}/cwd`), lab.folder);
  await lab.link(service, 's1');
  t.match(await service.session('s1'), { status: 'connected', restarts: 0 });
  t.equal(readlinkSync(`/proc/${lab.processesOf('s1').worker.pid}/cwd`), join(lab.folder, 'cache', 'worker'));
});

await t.test('a worker is told no setting and no key, neither by its environment nor by its arguments', async (t) => {
  const { pid } = lab.processesOf('s1').worker;
  const names = readFileSync(`/proc/${pid}/environ`, 'utf8')
    .split('\0')
    .flatMap((entry) => entry.split('=')[0] || []);
  const known = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'FONTCONFIG_PATH', 'NODE_COMPILE_CACHE', 'MALLOC_ARENA_MAX'];
  // What fork itself adds for its channel.
  const ofNode = ['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE'];
  t.strictSame(
    names.filter((name) => ![...known, ...ofNode].includes(name)),
    [],
  );
  const [, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  t.match(args, [/^--max-semi-space-size=1$/, /worker/], 'a flag for its memory, and its file');
  t.equal(args.length, 2);
});
