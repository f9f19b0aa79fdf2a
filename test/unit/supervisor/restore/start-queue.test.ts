import t from 'tap';
import { StartQueue } from '@whatsapp-service/supervisor/restore/start-queue.ts';

const none = async () => undefined;
const atOnce = { turn: none, room: none };
/** A machine that is well. */
const well = { admits: () => true, probes: () => false, settled: () => undefined };
const inTurn = { sessionId: 's', priority: 'in_turn', signal: new AbortController().signal } as const;
const ahead = { ...inTurn, priority: 'ahead' } as const;

t.test('no more tasks run at once than there are slots', async (t) => {
  const queue = new StartQueue(2, atOnce, well);
  let running = 0;
  let most = 0;
  const gates = Array.from({ length: 6 }, () => Promise.withResolvers<void>());
  const done = gates.map((gate) =>
    queue.run(inTurn, async () => {
      running += 1;
      most = Math.max(most, running);
      await gate.promise;
      running -= 1;
    }),
  );
  for (const gate of gates) {
    await new Promise(setImmediate);
    gate.resolve();
  }
  await Promise.all(done);
  t.equal(most, 2);
});

t.test("a person's start goes ahead of those that wait", async (t) => {
  const queue = new StartQueue(1, atOnce, well);
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const tasks = [
    queue.run(inTurn, async () => gate.promise),
    queue.run(inTurn, async () => void order.push('waits')),
    queue.run(ahead, async () => void order.push('person')),
  ];
  gate.resolve();
  await Promise.all(tasks);
  t.same(order, ['person', 'waits']);
});

t.test('who gives up its place is not started, and the place goes to the next', async (t) => {
  const queue = new StartQueue(1, atOnce, well);
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = queue.run(inTurn, async () => gate.promise);
  const gone = new AbortController();
  const second = queue.run({ ...inTurn, signal: gone.signal }, async () => void order.push('gone'));
  const third = queue.run(inTurn, async () => void order.push('next'));
  gone.abort();
  gate.resolve();
  await Promise.all([first, second, third]);
  t.same(order, ['next']);
});

t.test('a start waits until the machine has room', async (t) => {
  const room = Promise.withResolvers<void>();
  const queue = new StartQueue(1, { turn: none, room: async () => room.promise }, well);
  let started = false;
  const run = queue.run(inTurn, async () => {
    started = true;
  });
  await new Promise(setImmediate);
  t.notOk(started);
  room.resolve();
  await run;
  t.ok(started);
});

t.test('each start sees those that were let in before it', async (t) => {
  const seen: number[] = [];
  const queue = new StartQueue(3, { turn: async (start) => void seen.push(start.startsInProgress()), room: none }, well);
  const gate = Promise.withResolvers<void>();
  const runs = [1, 2, 3].map(async () => queue.run(inTurn, async () => gate.promise));
  await new Promise(setImmediate);
  t.same(seen, [0, 1, 2]);
  t.equal(queue.starting, 3);
  gate.resolve();
  await Promise.all(runs);
  t.equal(queue.starting, 0);
});

t.test('a start that is given up while it waits for room frees its slot', async (t) => {
  const room = Promise.withResolvers<void>();
  const queue = new StartQueue(1, { turn: none, room: async () => room.promise }, well);
  const gone = new AbortController();
  let started = false;
  const run = queue.run({ ...inTurn, signal: gone.signal }, async () => {
    started = true;
  });
  await new Promise(setImmediate);
  gone.abort();
  await run;
  room.resolve();
  await queue.run(inTurn, async () => undefined);
  t.notOk(started);
  t.equal(queue.starting, 0);
});

t.test('while the machine is ill nobody starts but the one that is tried', async (t) => {
  const guard = { ill: true, admits: () => !guard.ill, probes: () => false, settled: () => undefined };
  const queue = new StartQueue(2, atOnce, guard);
  const order: string[] = [];
  const waiting = queue.run(inTurn, async () => void order.push('waited'));
  guard.probes = () => true;
  await queue.run(ahead, async () => void order.push('person'));
  t.same(order, ['person']);
  guard.ill = false;
  await waiting;
  t.same(order, ['person', 'waited']);
});

t.test('the guard hears of the end of each start', async (t) => {
  let settled = 0;
  const queue = new StartQueue(2, atOnce, { ...well, settled: () => void (settled += 1) });
  await queue.run(inTurn, async () => undefined);
  await queue.run(inTurn, async () => Promise.reject(new Error('it failed'))).catch(() => undefined);
  t.equal(settled, 2);
});

t.test("a person's start does not wait for the processors, nor for the starts that hold every slot while they do", async (t) => {
  const free = Promise.withResolvers<void>();
  const queue = new StartQueue(2, { turn: async () => free.promise, room: none }, well);
  const begun: string[] = [];
  const gates = new Map(['first', 'second', 'third', 'one', 'two'].map((name) => [name, Promise.withResolvers<void>()]));
  const start = async (wanted: typeof inTurn | typeof ahead, name: string) =>
    queue.run(wanted, async () => {
      begun.push(name);
      await gates.get(name)?.promise;
    });
  const starts = [start(inTurn, 'one'), start(inTurn, 'two')];
  await new Promise(setImmediate);
  starts.push(start(ahead, 'first'), start(ahead, 'second'), start(ahead, 'third'));
  await new Promise(setImmediate);
  t.same(begun, ['first', 'second'], 'no more people’s starts than there are slots');
  free.resolve();
  await new Promise(setImmediate);
  t.equal(queue.starting, 2, 'those that waited do not start beside them');
  for (const gate of gates.values()) gate.resolve();
  await Promise.all(starts);
  t.same(begun.toSorted(), ['first', 'one', 'second', 'third', 'two']);
});

t.test("a person's start waits for room like everyone's", async (t) => {
  const room = Promise.withResolvers<void>();
  const queue = new StartQueue(1, { turn: none, room: async () => room.promise }, well);
  let started = false;
  const run = queue.run(ahead, async () => {
    started = true;
  });
  await new Promise(setImmediate);
  t.notOk(started);
  room.resolve();
  await run;
  t.ok(started);
});
