import t from 'tap';
import { KeptEvents } from '@whatsapp-service/worker/link/kept-events.ts';

function filled(count: number, windowSize = 100, limit = 1_000): KeptEvents {
  const kept = new KeptEvents(windowSize, limit);
  for (let index = 0; index < count; index += 1) kept.add({ type: 'authenticated' }, index);
  return kept;
}

function seqs(kept: KeptEvents): number[] {
  return kept.takeSendable().map(({ seq }) => seq);
}

await t.test('events are numbered from 1 and sent once', async (t) => {
  const kept = filled(3);
  t.same(seqs(kept), [1, 2, 3]);
  t.same(seqs(kept), []);
  kept.add({ type: 'authenticated' }, 9);
  t.same(seqs(kept), [4]);
  t.equal(kept.lastSeq, 4);
});

await t.test('what is not acknowledged goes out again on a new connection', async (t) => {
  const kept = filled(4);
  kept.takeSendable();
  kept.acknowledge(2);
  kept.rewind();
  t.same(seqs(kept), [3, 4]);
  t.equal(kept.size, 2);
});

await t.test('numbers go on after everything was acknowledged', async (t) => {
  const kept = filled(2);
  kept.takeSendable();
  kept.acknowledge(2);
  t.equal(kept.size, 0);
  kept.add({ type: 'authenticated' }, 9);
  t.same(seqs(kept), [3]);
});

await t.test('an ack from the past or the future does no harm', async (t) => {
  const kept = filled(2);
  kept.takeSendable();
  kept.acknowledge(99);
  kept.acknowledge(1);
  t.equal(kept.size, 0);
  t.equal(kept.lastSeq, 2);
});

await t.test('no more than a window is under way, and acks let more out', async (t) => {
  const kept = filled(5, 2);
  t.same(seqs(kept), [1, 2]);
  t.same(seqs(kept), []);
  kept.acknowledge(1);
  t.same(seqs(kept), [3]);
  kept.acknowledge(3);
  t.same(seqs(kept), [4, 5]);
});

await t.test('at the limit messages are not taken, the session’s own state is, and the loss is told once there is room', async (t) => {
  const ack = { type: 'message.ack', message_id: 'm', chat_id: 'c', ack: 1 } as const;
  const kept = new KeptEvents(100, 3);
  t.equal(kept.add({ type: 'authenticated' }, 10), true);
  for (const timeMs of [20, 30, 40]) t.equal(kept.add(ack, timeMs), true, 'what is no message takes no place of one');
  t.equal(kept.add(ack, 50), false);
  t.equal(kept.add(ack, 60), false);
  t.equal(kept.add({ type: 'connection_lost', detail: 'x' }, 70), true);
  t.equal(kept.size, 5);
  t.same(seqs(kept), [1, 2, 3, 4, 5]);
  kept.acknowledge(1);
  t.same(seqs(kept), [], 'still no room');
  kept.acknowledge(2);
  t.match(kept.takeSendable(), [{ seq: 6, timeMs: 50, fact: { type: 'facts_lost', count: 2, sinceMs: 50 } }]);
  kept.acknowledge(6);
  t.equal(kept.add(ack, 80), true);
  t.match(kept.takeSendable(), [{ seq: 7, fact: ack }], 'and told once');
});

await t.test('what is left at the end has what was lost with it', async (t) => {
  const ack = { type: 'message.ack', message_id: 'm', chat_id: 'c', ack: 1 } as const;
  const kept = new KeptEvents(100, 2);
  for (const timeMs of [10, 20]) t.equal(kept.add(ack, timeMs), true);
  t.equal(kept.add(ack, 50), false);
  t.match(kept.rest(), [{ seq: 1 }, { seq: 2 }, { seq: 3, fact: { type: 'facts_lost', count: 1, sinceMs: 50 } }]);
  t.equal(kept.rest().length, 3, 'once');
});
