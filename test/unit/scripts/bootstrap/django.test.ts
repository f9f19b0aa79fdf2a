import t from 'tap';
import { django } from '../../../../scripts/bootstrap/django.mjs';
import { contextIn } from '../../../support/setup-context.ts';

t.test('a Django that Python can import is left alone', async (t) => {
  const { context, calls } = contextIn(t.testdir());
  t.equal(await django.run({ ...context, isRoot: true }), undefined);
  t.equal(calls.length, 1);
});

t.test("as root Debian's package is installed", async (t) => {
  let isInstalled = false;
  const { context } = contextIn(t.testdir(), (program, args) => {
    if (program === 'apt-get' && args.includes('python3-django')) isInstalled = true;
    return { code: program.endsWith('python3') && !isInstalled ? 1 : 0, output: '' };
  });
  t.equal(await django.run({ ...context, isRoot: true }), undefined);
  t.equal(isInstalled, true);
});

t.test('without root the tests still run, and a note says what is missing', async (t) => {
  const { context } = contextIn(t.testdir(), () => ({ code: 1, output: '' }));
  t.match(await django.run(context), /apt-get install python3-django/);
});
