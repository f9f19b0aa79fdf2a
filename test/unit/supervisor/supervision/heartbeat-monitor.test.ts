import t from 'tap';
import { HeartbeatMonitor } from '@whatsapp-service/supervisor/supervision/heartbeat-monitor.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function monitored() {
  const clock = new FakeClock();
  const heard: string[] = [];
  const monitor = new HeartbeatMonitor(clock, 30_000, {
    onSilent: () => heard.push('silent'),
    onBeatAgain: () => heard.push('beat'),
    onDead: () => heard.push('dead'),
  });
  return { clock, heard, monitor };
}

t.test('a worker that never says anything is dead after the time for its first beat', async (t) => {
  const { clock, heard } = monitored();
  clock.advance(29_999);
  t.same(heard, []);
  clock.advance(1);
  t.same(heard, ['dead']);
});

t.test('silence is told after fifteen seconds and ends the worker after thirty', async (t) => {
  const { clock, heard, monitor } = monitored();
  monitor.beat();
  clock.advance(14_999);
  t.same(heard, []);
  clock.advance(2_501);
  t.same(heard, ['silent']);
  clock.advance(15_000);
  t.same(heard, ['silent', 'dead']);
});

t.test('a beat after a silence is told, and the silence begins anew', async (t) => {
  const { clock, heard, monitor } = monitored();
  monitor.beat();
  clock.advance(20_000);
  monitor.beat();
  t.same(heard, ['silent', 'beat']);
  clock.advance(12_000);
  t.same(heard, ['silent', 'beat']);
});

t.test('no verdict is given when this process itself was asleep', async (t) => {
  const { clock, heard, monitor } = monitored();
  monitor.beat();
  clock.sleep(60_000);
  t.same(heard, []);
  clock.advance(17_500);
  t.same(heard, ['silent'], 'a silence after the sleep counts');
});

t.test('a closed monitor leaves no timer', async (t) => {
  const { clock, heard, monitor } = monitored();
  monitor.beat();
  monitor.close();
  t.equal(clock.timers, 0);
  clock.advance(100_000);
  t.same(heard, []);
});

t.test('a beat that is read after the end of the worker begins nothing anew', async (t) => {
  const { clock, heard, monitor } = monitored();
  monitor.beat();
  monitor.close();
  monitor.beat();
  t.equal(clock.timers, 0);
  clock.advance(100_000);
  t.same(heard, [], 'the worker that comes after it is not taken for silent');
});
