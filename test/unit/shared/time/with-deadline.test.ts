import t from 'tap';
import { isoTime, systemClock } from '@whatsapp-service/shared/time/clock.ts';
import { DeadlineExceeded, withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';

const never = new Promise<never>(() => undefined);

await t.test('an outcome in time is passed on, and no timer is left', async (t) => {
  t.equal(await withDeadline(Promise.resolve(7), 60_000, 'It'), 7);
  const failure = new Error('no');
  await t.rejects(withDeadline(Promise.reject(failure), 60_000, 'It'), failure);
  t.notOk(process.getActiveResourcesInfo().includes('Timeout'));
});

await t.test('a wait that is too long is told with its name and its deadline', async (t) => {
  const error: unknown = await withDeadline(never, 10, 'The launch').catch((reason: unknown) => reason);
  t.ok(error instanceof DeadlineExceeded);
  t.match(error, { code: 'SHR_DEADLINE_EXCEEDED', statusCode: 504, message: 'The launch took longer than its deadline of 10 ms.' });
});

await t.test('a failure after the deadline is nobody’s unhandled rejection', async (t) => {
  let fail: (error: Error) => void = () => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  await t.rejects(withDeadline(late, 5, 'It'));
  fail(new Error('late'));
  await new Promise(setImmediate);
  t.pass('the process is still there');
});

await t.test("the machine's clock calls back, unless it is cancelled", async (t) => {
  const calls: string[] = [];
  const cancel = systemClock.after(1, () => calls.push('cancelled'));
  cancel();
  await new Promise<void>((resolve) => {
    systemClock.after(5, () => {
      calls.push('called');
      resolve();
    });
  });
  t.same(calls, ['called']);
  t.ok(Math.abs(systemClock.now() - Date.now()) < 1_000);
  t.equal(isoTime(0), '1970-01-01T00:00:00.000Z');
});
