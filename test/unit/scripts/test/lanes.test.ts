import { existsSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { lanesOf } from '../../../../scripts/test/lanes.mjs';
import { suites } from '../../../../scripts/test/suites.mjs';

const suite = { name: 's', folder: 'test/s', jobs: 2, timeoutMs: 1, killAfterMs: 1, longest: ['z', 'b'], mostlyWait: ['y', 'a'] };
const files = ['a', 'b', 'c', 'd', 'y', 'z', 'sub/a'].map((name) => `test/s/${name}.test.ts`);
const short = (file: string) => file.slice('test/s/'.length, -'.test.ts'.length);

t.test('the longest are begun first, and what mostly waits is kept apart', async (t) => {
  const { busy, waiting } = lanesOf(files, suite);
  t.strictSame(busy.map(short), ['z', 'b', 'c', 'd', 'sub/a']);
  t.strictSame(waiting.map(short), ['y', 'a']);
});

t.test('only what was asked for is run', async (t) => {
  t.strictSame(lanesOf(files.slice(2, 4), suite), { busy: files.slice(2, 4), waiting: [] });
});

t.test('each file that a suite names is there', async (t) => {
  for (const { folder, longest, mostlyWait } of suites) {
    for (const name of [...longest, ...mostlyWait])
      t.ok(existsSync(join(import.meta.dirname, '../../../..', folder, `${name}.test.ts`)), name);
  }
});
