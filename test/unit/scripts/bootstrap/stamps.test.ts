import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Stamps } from '../../../../scripts/bootstrap/stamps.mjs';

t.test('a stamp survives until it is taken back, beside the others', async (t) => {
  const path = join(t.testdir(), 'tools/setup.json');
  new Stamps(path).write('node', 'v24');
  new Stamps(path).write('packages', 'abc');
  new Stamps(path).write('node', undefined);
  t.equal(new Stamps(path).read('node'), undefined);
  t.equal(new Stamps(path).read('packages'), 'abc');
  t.strictSame(readdirSync(join(path, '..')), ['setup.json']);
});

t.test('a broken file means that nothing is done yet', async (t) => {
  const path = join(t.testdir(), 'setup.json');
  for (const content of ['', '{"node":', '[]', 'null']) {
    writeFileSync(path, content);
    t.equal(new Stamps(path).read('node'), undefined, content);
  }
});
