import { writeFile } from 'node:fs/promises';
import { readlinkSync } from 'node:fs';
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
