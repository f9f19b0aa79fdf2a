import t from 'tap';
import { exitCodeOf, RESTART_CODE, startsAgain } from '../../../../scripts/launch/exit-code.mjs';

t.test("the launcher's exit code is the child's, or 128 and the signal's number", async (t) => {
  t.equal(exitCodeOf({ code: 0, signal: null }), 0);
  t.equal(exitCodeOf({ code: 7, signal: null }), 7);
  t.equal(exitCodeOf({ code: null, signal: 'SIGINT' }), 130);
  t.equal(exitCodeOf({ code: null, signal: 'SIGKILL' }), 137);
});

t.test('the service alone is started again, when it asks for that and nobody asked it to stop', async (t) => {
  const asked = { code: RESTART_CODE, signal: null };
  t.equal(startsAgain('start', asked, 0), true);
  t.equal(startsAgain('start', asked, 1), false);
  t.equal(startsAgain('demo', asked, 0), false);
  t.equal(startsAgain('start', { code: 1, signal: null }, 0), false);
});
