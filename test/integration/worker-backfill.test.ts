import t from 'tap';
import type { Test } from 'tap';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { link, restore, stop } from '../support/linked-worker.ts';
import { WorkerBench } from '../support/worker-bench.ts';
import type { FakeSupervisor } from '../support/fake-supervisor.ts';

/** A linked account, two people who write to it, and a supervisor. */
async function setUp(t: Test, offlineDelivery: 'before' | 'after') {
  const simulator = await Simulator.start({ offlineDelivery });
  const ann = simulator.addPhone({ number: '15550000001', name: 'Ann' });
  const bob = simulator.addPhone({ number: '15550000002', name: 'Bob' });
  const eve = simulator.addPhone({ number: '15550000003', name: 'Eve' });
  const bench = await WorkerBench.open(simulator.chromiumArgs);
  t.teardown(async () => {
    await bench.close();
    await simulator.close();
  });
  bob.send(ann.number, 'history', ago(3_600_000));
  await link(bench, ann);
  return { simulator, ann, bob, eve, bench, supervisor: bench.supervisor };
}

function ago(ms: number): Date {
  return new Date(Date.now() - ms);
}

/** What was told of messages, in its order; what was fetched afterwards has a mark. */
function told({ facts }: FakeSupervisor): string[] {
  return facts.flatMap((fact) => {
    if (fact.type !== 'message.received' && fact.type !== 'message.sent') return [];
    return [`${fact.type === 'message.sent' ? 'me: ' : ''}${fact.message.text}${fact.backfilled === true ? ' (backfilled)' : ''}`];
  });
}

/** Resolves once the worker has said, the n-th time, that nothing is missing. */
async function caughtUp({ supervisor }: WorkerBench, n = 1): Promise<void> {
  await supervisor.fact('messages.caught_up', n);
}

for (const offlineDelivery of ['after', 'before'] as const) {
  await t.test(`nothing of the time away is missed or told twice (WhatsApp delivers it ${offlineDelivery} the page listens)`, async (t) => {
    const { ann, bob, eve, bench, supervisor } = await setUp(t, offlineDelivery);
    const texts = Array.from({ length: 30 }, (_, n) => `missed ${n}`);
    for (const text of texts) bob.send(ann.number, text);
    // Nothing of it is unread, some of it is of our own, and Eve's chat did not exist before.
    ann.read(bob.number);
    ann.send(bob.number, 'from my phone');
    eve.send(ann.number, 'hello');
    const worker = await restore(bench);
    await caughtUp(bench);
    bob.send(ann.number, 'live');
    await supervisor.when('the live text', () => told(supervisor).includes('live') || undefined);
    const plain = told(supervisor).map((text) => text.replace(' (backfilled)', ''));
    t.same(plain.toSorted(), [...texts, 'me: from my phone', 'hello', 'live'].toSorted(), 'each once, and no history');
    t.same(
      plain.filter((text) => text.startsWith('missed')),
      texts,
      'a chat is told in its order',
    );
    if (offlineDelivery === 'before') {
      t.equal(told(supervisor).filter((text) => text.endsWith('(backfilled)')).length, 32);
    }
    await stop(bench, worker);
    const again = await restore(bench);
    await caughtUp(bench);
    t.same(told(supervisor), [], 'and nothing of it a second time');
    await stop(bench, again);
  });
}

await t.test('the bounds take the newest, and the gaps say what is left out', async (t) => {
  const { ann, bob, eve, bench, supervisor } = await setUp(t, 'before');
  const sinceMs = Date.now() - 86_400_000;
  supervisor.messages.bounds = { limit: 3, maxAgeMs: 7_200_000, sinceMs };
  for (let n = 0; n < 60; n += 1) bob.send(ann.number, `missed ${n}`);
  eve.send(ann.number, 'too old', ago(10_800_000));
  eve.send(ann.number, 'not too old', ago(3_000_000));
  const worker = await restore(bench);
  await caughtUp(bench);
  t.same(
    told(supervisor),
    ['not too old', 'missed 57', 'missed 58', 'missed 59'].map((text) => `${text} (backfilled)`),
  );
  const gaps = supervisor.facts.flatMap((fact) => (fact.type === 'messages.gap' ? [fact] : []));
  t.match(
    gaps.toSorted((a, b) => a.chat_id.localeCompare(b.chat_id)),
    [bob, eve].map(({ number }) => ({ chat_id: `${number}@c.us`, fromMs: sinceMs })),
  );
  t.ok(gaps.every(({ toMs }) => toMs > sinceMs));
  await stop(bench, worker);
});

await t.test('what came while the connection was lost is told', async (t) => {
  const { simulator, ann, bob, bench, supervisor } = await setUp(t, 'before');
  const worker = await restore(bench);
  await caughtUp(bench);
  bob.send(ann.number, 'one');
  await supervisor.fact('message.received');
  simulator.dropConnections(1_000);
  await supervisor.fact('connection_lost');
  bob.send(ann.number, 'two, while it was lost');
  await caughtUp(bench, 2);
  await supervisor.fact('message.received', 2);
  t.same(
    told(supervisor).map((text) => text.replace(' (backfilled)', '')),
    ['one', 'two, while it was lost'],
  );
  await stop(bench, worker);
});

await t.test('a worker that is killed in the middle of it leaves the rest to the next one', async (t) => {
  const { ann, bob, bench, supervisor } = await setUp(t, 'before');
  // More than may wait for their commit: as long as nothing is committed, it cannot get through, however late the kill is.
  const texts = Array.from({ length: 700 }, (_, n) => `missed ${n}`);
  for (const text of texts) bob.send(ann.number, text);
  supervisor.acknowledges = false;
  const first = await restore(bench);
  await supervisor.fact('message.received', 10);
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  supervisor.acknowledges = true;
  const before = told(supervisor);
  t.equal(supervisor.facts.filter(({ type }) => type === 'messages.caught_up').length, 0, 'it was not through');
  const second = await restore(bench);
  await caughtUp(bench);
  t.same([...before, ...told(supervisor)].toSorted(), texts.map((text) => `${text} (backfilled)`).toSorted());
  await stop(bench, second);
});
