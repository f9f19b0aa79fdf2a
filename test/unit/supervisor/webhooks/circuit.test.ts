import t from 'tap';
import { Circuit } from '@whatsapp-service/supervisor/webhooks/circuit.ts';

t.test('five outages in a row open it, one attempt decides, and each that fails lengthens the rest up to a minute', async (t) => {
  const circuit = new Circuit(() => 1);
  for (let failure = 1; failure <= 4; failure += 1) t.notOk(circuit.failed(0));
  t.equal(circuit.nextTryMs(), 0);
  t.ok(circuit.failed(0));
  t.equal(circuit.nextTryMs(), 5_000);
  t.notOk(circuit.failed(0), 'what was under way meanwhile says nothing new');
  t.equal(circuit.nextTryMs(), 5_000);
  const rests: number[] = [];
  for (let attempt = 0; attempt < 6; attempt += 1) {
    circuit.began();
    t.equal(circuit.nextTryMs(), Infinity, 'nobody else meanwhile');
    circuit.failed(0);
    rests.push(circuit.nextTryMs());
  }
  t.strictSame(rests, [10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  circuit.began();
  t.ok(circuit.worked());
  t.equal(circuit.nextTryMs(), 0);
  t.notOk(circuit.failed(0), 'it begins anew');
});

t.test('an attempt that was broken off leaves the decision to the next', async (t) => {
  const circuit = new Circuit(() => 1);
  for (let failure = 1; failure <= 5; failure += 1) circuit.failed(0);
  circuit.began();
  circuit.undecided();
  t.equal(circuit.nextTryMs(), 5_000);
});

t.test('a receiver that asks for a rest gets it', async (t) => {
  const circuit = new Circuit(() => 1);
  circuit.pause(7_000);
  circuit.pause(6_000);
  t.equal(circuit.nextTryMs(), 7_000);
});
