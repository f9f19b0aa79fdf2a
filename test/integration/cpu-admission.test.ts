import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { pino } from 'pino';
import t from 'tap';
import { cpuPressureFile, readWaitedUs } from '@whatsapp-service/supervisor/restore/pressure-file.ts';
import { StartQueue } from '@whatsapp-service/supervisor/restore/start-queue.ts';
import { cpuPressureMeter, startAdmission } from '@whatsapp-service/supervisor/start-queue-wiring.ts';
import { FakeMachine } from '../support/fake-machine.ts';
import { until } from '../support/until.ts';

/** A machine that is well. */
const well = { admits: () => true, probes: () => false, settled: () => undefined };
const never = new AbortController().signal;

await t.test('while other programs keep the processors busy, sessions start one at a time', async (t) => {
  const { machine, lines, begun, gates, starts } = startThree();
  await machine.pass(1_000);
  t.same(begun, [0], 'there are three slots, and one is used');
  t.equal(lines.length, 1, 'the wait is told once');
  t.match(JSON.parse(lines[0] ?? '{}'), { msg: /other programs keep the processors busy/, waiting_percent: 90, own_percent: 0 });
  gates[0]?.resolve();
  await machine.pass(250);
  t.same(begun, [0, 1], 'the next one starts when the first is done');
  await machine.pass(18_000);
  t.same(begun, [0, 1], 'and has the machine for itself');
  machine.othersWaitPercent = 0;
  await machine.pass(1_000);
  t.same(begun, [0, 1, 2], 'the last one starts beside it, once the others are gone');
  for (const gate of gates) gate.resolve();
  await Promise.all(starts);
});

await t.test('on a machine that others keep busy for ever each start waits twenty seconds and no longer', async (t) => {
  const { machine, begun, gates, starts } = startThree();
  await machine.pass(19_750);
  t.same(begun, [0]);
  await machine.pass(250);
  t.same(begun, [0, 1]);
  await machine.pass(19_750);
  t.same(begun, [0, 1]);
  await machine.pass(250);
  t.same(begun, [0, 1, 2]);
  for (const gate of gates) gate.resolve();
  await Promise.all(starts);
});

await t.test('a person’s start goes on at once, whoever keeps the machine busy and whatever waits', async (t) => {
  const { machine, begun, gates, starts, queue } = startThree();
  await machine.pass(1_000);
  t.same(begun, [0]);
  const person = Promise.withResolvers<void>();
  const started = queue.run({ sessionId: 'p', priority: 'ahead', signal: never }, async () => {
    begun.push(99);
    await person.promise;
  });
  await machine.pass(0);
  t.same(begun, [0, 99]);
  gates[0]?.resolve();
  await machine.pass(1_000);
  t.same(begun, [0, 99], 'the next in turn has to wait for the person’s start as for any other');
  person.resolve();
  await machine.pass(250);
  t.same(begun, [0, 99, 1]);
  for (const gate of gates) gate.resolve();
  await machine.pass(250);
  await Promise.all([...starts, started]);
});

const skip = cpuPressureFile() === undefined ? 'this kernel has no pressure figures' : false;

await t.test('the kernel’s own figure rises while more programs run than there are processors', { skip }, async (t) => {
  const file = cpuPressureFile() ?? '';
  const waitedUs = readWaitedUs(file) ?? Number.NaN;
  t.ok(waitedUs >= 0, 'its format is the one that is read');
  const stop = burn(2 * availableParallelism() + 2);
  t.teardown(stop);
  const meter = cpuPressureMeter(() => []);
  const { ownShare } = await until('the meter sees it', () => [meter.look()].find((each) => (each?.waitingPercent ?? 0) >= 60), 60_000);
  t.ok(ownShare < 0.5, 'and it is not the work of this process');
  t.ok((readWaitedUs(file) ?? 0) > waitedUs);
});

/** Three starts at a queue of three slots, on a machine on which other programs wait for the processors nine tenths of the time. */
function startThree() {
  const machine = new FakeMachine();
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  const queue = new StartQueue(
    3,
    startAdmission(logger, machine.meter, () => true, machine.clock),
    well,
  );
  const gates = [1, 2, 3].map(() => Promise.withResolvers<void>());
  const begun: number[] = [];
  const starts = gates.map(async (gate, index) =>
    queue.run({ sessionId: `s${index}`, priority: 'in_turn', signal: never }, async () => {
      begun.push(index);
      await gate.promise;
    }),
  );
  return { machine, lines, begun, gates, starts, queue };
}

/** Keeps the processors busy with programs that are not the service's. */
function burn(programs: number): () => void {
  const children = Array.from({ length: programs }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  return () => {
    for (const child of children) child.kill('SIGKILL');
  };
}
