import t from 'tap';
import { findFullChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import { fullChromium } from '../../../../scripts/bootstrap/full-chromium.mjs';
import { contextIn } from '../../../support/setup-context.ts';

const isHere = findFullChromium() !== undefined;

t.test("as root Debian's package is installed", async (t) => {
  const { context, calls } = contextIn(t.testdir());
  await fullChromium.run({ ...context, isRoot: true });
  t.match(calls.at(-1), {
    program: 'apt-get',
    args: ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '--no-install-recommends', 'chromium'],
  });
});

t.test('without root the tests still run, and a note says once what is missing', { skip: isHere && 'this machine has one' }, async (t) => {
  const { context, calls } = contextIn(t.testdir());
  t.equal(fullChromium.isDone(context), false);
  t.match(await fullChromium.run(context), /apt-get install chromium/);
  t.strictSame(calls, []);
  t.equal(fullChromium.isDone(context), true);
  t.equal(fullChromium.isDone({ ...context, isRoot: true }), false, 'with root it is tried again');
});

t.test('one that is installed is left alone', { skip: !isHere && 'this machine has none' }, async (t) => {
  const { context } = contextIn(t.testdir());
  t.equal(fullChromium.isDone(context), true);
});
