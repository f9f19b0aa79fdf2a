import { existsSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { stagesOf } from '../../../../scripts/test/lanes.mjs';
import { suites } from '../../../../scripts/test/suites.mjs';

const suite = { name: 's', folder: 'test/s', jobs: 2, timeoutMs: 1, killAfterMs: 1, longest: ['z', 'b'], mostlyWait: ['y', 'a'] };
const files = ['a', 'b', 'c', 'd', 'y', 'z', 'sub/a'].map((name) => `test/s/${name}.test.ts`);
const short = (next: { file: string }) => next.file.slice('test/s/'.length, -'.test.ts'.length);

t.test('the longest are begun first, and what mostly waits is kept apart', async (t) => {
  const [stage, ...others] = stagesOf([{ suite, files }]);
  t.strictSame(stage?.busy.map(short), ['z', 'b', 'c', 'd', 'sub/a']);
  t.strictSame(stage?.waiting.map(short), ['y', 'a']);
  t.strictSame(others, []);
});

t.test('only what was asked for is run', async (t) => {
  const [stage] = stagesOf([{ suite, files: files.slice(2, 4) }]);
  t.strictSame(stage, { jobs: 2, busy: files.slice(2, 4).map((file) => ({ suite, file })), waiting: [] });
});

t.test('suites with as many jobs run as one, in their order; one with another number by itself', async (t) => {
  const named = (name: string, jobs: number) => ({ suite: { ...suite, name, jobs }, files: files.slice(0, 2) });
  const stages = stagesOf([named('one', 2), named('two', 2), named('alone', 1), named('three', 2)]);
  const lane = (of: readonly { suite: { name: string }; file: string }[]) => of.map((next) => `${next.suite.name} ${short(next)}`);
  t.strictSame(
    stages.map(({ jobs, busy, waiting }) => ({ jobs, busy: lane(busy), waiting: lane(waiting) })),
    [
      { jobs: 2, busy: ['one b', 'two b'], waiting: ['one a', 'two a'] },
      { jobs: 1, busy: ['alone b'], waiting: ['alone a'] },
      { jobs: 2, busy: ['three b'], waiting: ['three a'] },
    ],
  );
});

t.test('each file that a suite names is there', async (t) => {
  for (const { folder, longest, mostlyWait } of suites) {
    for (const name of [...longest, ...mostlyWait])
      t.ok(existsSync(join(import.meta.dirname, '../../../..', folder, `${name}.test.ts`)), name);
  }
});
