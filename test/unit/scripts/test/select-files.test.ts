import t from 'tap';
import { selectFiles } from '../../../../scripts/test/select-files.mjs';

const tree = {
  test: {
    unit: { a: { 'one.test.ts': '', 'helper.ts': '' }, 'two.test.ts': '' },
    integration: { 'three.test.ts': '' },
    e2e: {},
    support: { 'x.ts': '' },
  },
};

const names = (root: string, ...wanted: string[]) =>
  selectFiles(root, wanted).map(({ suite, files }) => `${suite.name}: ${files.join(' ')}`);

t.test('all test files, suite by suite; a suite without files is left out', async (t) => {
  t.strictSame(names(t.testdir(tree)), [
    'unit: test/unit/a/one.test.ts test/unit/two.test.ts',
    'integration: test/integration/three.test.ts',
  ]);
});

t.test('only the files and folders that were asked for', async (t) => {
  const root = t.testdir(tree);
  t.strictSame(names(root, 'test/unit/a', './test/integration/three.test.ts'), [
    'unit: test/unit/a/one.test.ts',
    'integration: test/integration/three.test.ts',
  ]);
  t.strictSame(names(root, 'test'), names(root));
});

t.test('a name that holds no test is refused', async (t) => {
  const root = t.testdir(tree);
  t.throws(() => names(root, 'test/unit/none.test.ts'), { message: 'There is no test file or folder "test/unit/none.test.ts".' });
  t.throws(() => names(root, 'test/support/x.ts'), { message: /"test\/support\/x.ts" is no test/ });
  t.throws(() => names(root, 'test/unit/a/helper.ts'), { message: /is no test/ });
});
