import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { pino } from 'pino';
import t from 'tap';
import { cpuPressureFile } from '@whatsapp-service/supervisor/restore/pressure-file.ts';
import { StartQueue } from '@whatsapp-service/supervisor/restore/start-queue.ts';
import { cpuPressureMeter, startAdmission } from '@whatsapp-service/supervisor/start-queue-wiring.ts';
import { until } from '../support/until.ts';

const skip = cpuPressureFile() === undefined ? 'this kernel has no pressure figures' : false;
/** A machine that is well. */
const well = { admits: () => true, probes: () => false, settled: () => undefined };
const never = new AbortController().signal;

await t.test('while other programs keep the processors busy, sessions start one at a time', { skip }, async (t) => {
  const stop = burn(2 * availableParallelism() + 2);
  t.teardown(stop);
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  const meter = cpuPressureMeter(() => []);
  await until('the pressure is seen', () => (meter.look()?.waitingPercent ?? 0) >= 60, 60_000);
  const queue = new StartQueue(
    3,
    startAdmission(logger, meter, () => true),
    well,
  );
  const gates = [1, 2, 3].map(() => Promise.withResolvers<void>());
  const begun: number[] = [];
  const starts = gates.map(async (gate, index) =>
    queue.run('in_turn', never, async () => {
      begun.push(index);
      await gate.promise;
    }),
  );
  await until('the wait is told', () => lines.length === 1);
  t.same(begun, [0], 'there are three slots, and one is used');
  t.match(JSON.parse(lines[0] ?? '{}'), { msg: /other programs keep the processors busy/, waiting_percent: Number, own_percent: Number });
  gates[0]?.resolve();
  await until('the next one starts', () => begun.length === 2);
  stop();
  // On a machine that others keep busy it starts after 20 s at the latest.
  await until('the last one starts beside it, once the others are gone', () => begun.length === 3, 40_000);
  for (const gate of gates) gate.resolve();
  await Promise.all(starts);
});

/** Keeps the processors busy with programs that are not the service's. */
function burn(programs: number): () => void {
  const children = Array.from({ length: programs }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  return () => {
    for (const child of children) child.kill('SIGKILL');
  };
}
