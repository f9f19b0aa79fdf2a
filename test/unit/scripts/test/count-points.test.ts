import t from 'tap';
import { PointCounter } from '../../../../scripts/test/count-points.mjs';

async function count(tap: string) {
  const counter = new PointCounter();
  counter.write(tap);
  return await counter.end();
}

t.test('assertions are counted once, not the subtests that hold them', async (t) => {
  const points = await count(
    'TAP version 14\n# Subtest: outer\n    # Subtest: inner\n        ok 1 - a\n        ok 2 - b\n        1..2\n    ok 1 - inner\n    ok 2 - c\n    1..2\nok 1 - outer\nok 2 - d\n1..2\n',
  );
  t.match(points, { passed: 4, failed: 0, skipped: 0, failures: [] });
});

t.test('a failed assertion counts once, with the way to it and its diagnostics', async (t) => {
  const points = await count(
    'TAP version 14\n# Subtest: outer\n    not ok 1 - a\n      ---\n      found: 1\n      ...\n    ok 2 - b\n    1..2\nnot ok 1 - outer\n1..1\n',
  );
  t.match(points, { passed: 1, failed: 1, failures: [{ name: 'outer › a', diag: { found: 1 } }] });
});

t.test('a subtest that failed without an assertion, as one that timed out, counts', async (t) => {
  const points = await count(
    'TAP version 14\n# Subtest: outer\n    ok 1 - a\n    1..1\nnot ok 1 - outer\n  ---\n  message: timeout!\n  ...\n1..1\n',
  );
  t.match(points, { passed: 1, failed: 1, failures: [{ name: 'outer', diag: { message: 'timeout!' } }] });
});

t.test('skipped and todo points are neither passed nor failed', async (t) => {
  t.match(await count('TAP version 14\nok 1 - a # SKIP no Chromium\nnot ok 2 - b # TODO later\nok 3 - c\n1..3\n'), {
    passed: 1,
    failed: 0,
    skipped: 2,
  });
});

t.test('output that is not whole is told apart from assertions that failed', async (t) => {
  t.match(await count('TAP version 14\nok 1 - a\n'), { passed: 1, failed: 0, tapProblem: /not whole/ });
  t.match(await count('TAP version 14\n1..3\nok 1 - a\n'), { passed: 1, tapProblem: /not whole/ });
  t.match(await count('TAP version 14\nok 1 - a\nBail out! no database\n'), { tapProblem: /no database/ });
  t.equal((await count('TAP version 14\nnot ok 1 - a\n1..1\n')).tapProblem, undefined);
});

t.test('what a test prints besides is kept for the report', async (t) => {
  t.match(await count('TAP version 14\nhello\nok 1 - a\n1..1\n'), { noise: 'hello\n' });
});
