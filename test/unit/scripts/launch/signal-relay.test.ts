import t from 'tap';
import { SignalRelay } from '../../../../scripts/launch/signal-relay.mjs';

function relayAt() {
  let now = 1_000;
  const relay = new SignalRelay({ now: () => now });
  return { relay, receiveAfter: (ms: number) => ((now += ms), relay.receive()) };
}

t.test('one Ctrl-C that arrives from the terminal and from npm is one press', async (t) => {
  const { relay, receiveAfter } = relayAt();
  t.strictSame([receiveAfter(0), receiveAfter(3), receiveAfter(120)], [1, undefined, undefined]);
  t.equal(relay.presses, 1);
});

t.test('a later press is one of its own', async (t) => {
  const { receiveAfter } = relayAt();
  t.strictSame([receiveAfter(0), receiveAfter(500), receiveAfter(3), receiveAfter(900)], [1, 2, undefined, 3]);
});

t.test('a key that is held down is one press', async (t) => {
  const { relay, receiveAfter } = relayAt();
  for (let repeat = 0; repeat < 100; repeat += 1) receiveAfter(33);
  t.equal(relay.presses, 1);
});
