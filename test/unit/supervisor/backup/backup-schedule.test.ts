import { pino } from 'pino';
import t from 'tap';
import { BackupSchedule } from '@whatsapp-service/supervisor/backup/backup-schedule.ts';
import type { BackupCount } from '@whatsapp-service/supervisor/backup/backup-maker.ts';
import { CronTimes } from '@whatsapp-service/supervisor/backup/cron-times.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { memoryFacts } from '../../../support/memory-facts.ts';

const hour = 3_600_000;
const times = new CronTimes('0 * * * *');
const logger = pino({ level: 'silent' });

/** A schedule of one run an hour, on what an earlier one has kept. */
function setUp({ facts = memoryFacts(), clock = new FakeClock() } = {}) {
  const runs: { readonly atMs: number; readonly end: PromiseWithResolvers<BackupCount> }[] = [];
  const run = async (): Promise<BackupCount> => {
    const end = Promise.withResolvers<BackupCount>();
    runs.push({ atMs: clock.now(), end });
    return end.promise;
  };
  const settle = async (): Promise<void> => new Promise(setImmediate);
  const schedule = new BackupSchedule({ times, run, facts, clock, logger });
  return { schedule, facts, clock, runs, settle };
}

const done = { made: 2, failed: 1 };

t.test('without a schedule nothing is backed up', (t) => {
  const clock = new FakeClock();
  const run = (): never => t.fail('It ran.') as never;
  const schedule = new BackupSchedule({ times: undefined, run, facts: memoryFacts(), clock, logger });
  schedule.start();
  clock.advance(48 * hour);
  t.strictSame(schedule.view(), { schedule: null, next_run_at: null, running: false, last_run: null });
  t.end();
});

t.test('it runs at each of its times, and says when it ran and when it runs next', async (t) => {
  const { clock, runs, schedule, settle } = setUp();
  schedule.start();
  t.match(
    schedule.view(),
    { schedule: '0 * * * *', next_run_at: '1970-01-01T01:00:00.000Z', last_run: null },
    'nothing was missed before it was set',
  );
  clock.advance(hour);
  t.strictSame(
    runs.map(({ atMs }) => atMs),
    [hour],
  );
  t.match(schedule.view(), { running: true, next_run_at: null, last_run: { completed_at: null } });
  clock.advance(3 * hour);
  t.equal(runs.length, 1, 'never two at once');
  runs[0]?.end.resolve(done);
  await settle();
  t.match(schedule.view(), {
    running: false,
    next_run_at: '1970-01-01T05:00:00.000Z',
    last_run: { began_at: '1970-01-01T01:00:00.000Z', completed_at: '1970-01-01T04:16:40.000Z', ...done, fault: null },
  });
  clock.advance(hour);
  t.equal(runs.length, 2);
  schedule.close();
});

t.test('a run that was missed while the service was down is made up for once, some minutes after its start', async (t) => {
  const { clock, facts, runs, schedule, settle } = setUp();
  schedule.start();
  clock.advance(hour);
  runs[0]?.end.resolve(done);
  await settle();
  schedule.close();
  clock.advance(10 * hour);
  t.equal(runs.length, 1, 'a closed schedule runs nothing');
  const next = setUp({ facts, clock });
  next.schedule.start();
  clock.advance(300_000);
  t.equal(next.runs.length, 1);
  next.runs[0]?.end.resolve(done);
  await settle();
  next.schedule.close();
  const third = setUp({ facts, clock });
  third.schedule.start();
  clock.advance(300_000);
  t.equal(third.runs.length, 0, 'it was made');
  third.schedule.close();
});

t.test('one that the end of the service has cut short is made anew', async (t) => {
  const { clock, facts, runs, schedule, settle } = setUp();
  schedule.start();
  clock.advance(hour);
  schedule.close();
  runs[0]?.end.resolve({ made: 1, failed: 0 });
  await settle();
  const next = setUp({ facts, clock });
  t.match(next.schedule.view().last_run, { completed_at: null });
  next.schedule.start();
  clock.advance(300_000);
  t.equal(next.runs.length, 1);
  next.schedule.close();
});

t.test('a run that comes to nothing is told, and the next one comes', async (t) => {
  const { clock, runs, schedule, settle } = setUp();
  schedule.start();
  clock.advance(hour);
  runs[0]?.end.reject(new Error('The folder is taken.'));
  await settle();
  t.match(schedule.view().last_run, { made: 0, failed: 0, fault: 'The folder is taken.' });
  clock.advance(hour);
  t.equal(runs.length, 2);
  schedule.close();
});

t.test('a clock that is set back does not put it off, and one that jumps ahead makes it run', (t) => {
  const { clock, runs, schedule } = setUp();
  schedule.start();
  clock.sleep(5 * hour);
  t.equal(runs.length, 1, 'once, however many times it slept through');
  schedule.close();
  t.end();
});
