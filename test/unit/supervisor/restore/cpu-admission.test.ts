import t from 'tap';
import { steadyClock } from '@whatsapp-service/shared/time/clock.ts';
import { admitByCpu, admitsByCpu } from '@whatsapp-service/supervisor/restore/cpu-admission.ts';
import type { CpuPressure } from '@whatsapp-service/supervisor/restore/cpu-pressure.ts';

const others = { waitingPercent: 95, ownShare: 0.2 };
const never = new AbortController().signal;

t.test('while other programs keep the processors busy a further start waits', async (t) => {
  t.equal(admitsByCpu({ pressure: others, startsInProgress: 1, waitedMs: 0 }), false);
  t.equal(admitsByCpu({ pressure: { ...others, waitingPercent: 60 }, startsInProgress: 3, waitedMs: 19_999 }), false);
});

t.test('one start at a time always goes on', async (t) => {
  t.equal(admitsByCpu({ pressure: others, startsInProgress: 0, waitedMs: 0 }), true);
});

t.test('pressure that the service makes itself holds nothing back', async (t) => {
  t.equal(admitsByCpu({ pressure: { waitingPercent: 100, ownShare: 0.5 }, startsInProgress: 7, waitedMs: 0 }), true);
});

t.test('a machine that is not busy holds nothing back', async (t) => {
  t.equal(admitsByCpu({ pressure: { waitingPercent: 59, ownShare: 0 }, startsInProgress: 7, waitedMs: 0 }), true);
});

t.test('nothing waits longer than twenty seconds', async (t) => {
  t.equal(admitsByCpu({ pressure: others, startsInProgress: 1, waitedMs: 20_000 }), true);
});

t.test('where the kernel tells nothing all may start', async (t) => {
  t.equal(admitsByCpu({ pressure: undefined, startsInProgress: 7, waitedMs: 0 }), true);
});

t.test('a start that waits begins as soon as the one before it is over, and the wait is told once', async (t) => {
  let startsInProgress = 1;
  let looks = 0;
  const told: CpuPressure[] = [];
  const pressure = (): CpuPressure => {
    looks += 1;
    if (looks === 3) startsInProgress = 0;
    return others;
  };
  await admitByCpu({ clock: steadyClock, pressure, onBusy: (each) => void told.push(each) }, () => startsInProgress, never);
  t.equal(looks, 3);
  t.same(told, [others]);
});

t.test('a start that is given up waits no longer', async () => {
  const gone = new AbortController();
  const options = { clock: steadyClock, pressure: () => others, onBusy: () => gone.abort() };
  await admitByCpu(options, () => 1, gone.signal);
});
