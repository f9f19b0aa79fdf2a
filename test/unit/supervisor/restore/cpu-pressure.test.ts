import t from 'tap';
import { CpuPressureMeter } from '@whatsapp-service/supervisor/restore/cpu-pressure.ts';
import type { CpuUse } from '@whatsapp-service/supervisor/restore/cpu-pressure.ts';

function machine() {
  const state = { nowMs: 0, waitedUs: 0 as number | undefined, own: [] as CpuUse[], looks: 0 };
  const meter = new CpuPressureMeter({
    now: () => state.nowMs,
    waitedUs: () => state.waitedUs,
    ownProcesses: () => {
      state.looks += 1;
      return state.own;
    },
    processors: 2,
  });
  return { state, meter };
}

t.test('two looks tell the share of time in which somebody waited, and what the service took', async (t) => {
  const { state, meter } = machine();
  state.own = [{ key: 'supervisor', cpuMs: 5_000 }];
  t.equal(meter.look(), undefined, 'one look tells nothing');
  Object.assign(state, { nowMs: 2_000, waitedUs: 1_500_000 });
  state.own = [
    { key: 'supervisor', cpuMs: 5_400 },
    { key: 'a worker that is new', cpuMs: 1_600 },
  ];
  t.same(meter.look(), { waitingPercent: 75, ownShare: 0.5 });
});

t.test('within a second it does not look again', async (t) => {
  const { state, meter } = machine();
  meter.look();
  Object.assign(state, { nowMs: 1_000, waitedUs: 500_000 });
  const first = meter.look();
  Object.assign(state, { nowMs: 1_999, waitedUs: 900_000 });
  t.equal(meter.look(), first);
  t.equal(state.looks, 2);
});

t.test('a look that is long past is forgotten', async (t) => {
  const { state, meter } = machine();
  meter.look();
  Object.assign(state, { nowMs: 10_001, waitedUs: 9_000_000 });
  t.equal(meter.look(), undefined);
  Object.assign(state, { nowMs: 11_001, waitedUs: 9_000_000 });
  t.match(meter.look(), { waitingPercent: 0 });
});

t.test('a kernel without pressure figures tells nothing', async (t) => {
  const { state, meter } = machine();
  state.waitedUs = undefined;
  meter.look();
  state.nowMs = 2_000;
  t.equal(meter.look(), undefined);
  t.equal(state.looks, 0, 'and costs nothing');
});
