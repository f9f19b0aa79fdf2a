import { pino } from 'pino';
import t from 'tap';
import { MemoryRecycler } from '@whatsapp-service/supervisor/sessions/memory-recycler.ts';
import type { SessionActor } from '@whatsapp-service/supervisor/sessions/session-actor.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const limitBytes = 100;

function setUp() {
  const clock = new FakeClock();
  const restarts: unknown[] = [];
  const actor = {
    state: 'connected',
    record: { sessionId: 'shop', lastActiveMs: null as number | null },
    requestsInFlight: 0,
    restart: (...reason: unknown[]) => restarts.push(reason),
  };
  const memory = { bytes: limitBytes + 1 };
  const recycler = new MemoryRecycler({
    actors: () => [actor as unknown as SessionActor],
    limitBytes,
    memoryOf: () => memory.bytes,
    clock,
    logger: pino({ level: 'silent' }),
  });
  const look = (times: number): void => {
    for (let n = 0; n < times; n += 1) {
      clock.advance(5_000);
      recycler.look();
    }
  };
  return { actor, clock, look, memory, restarts };
}

t.test('a quiet session above its limit in three samples in a row is restarted once, with its reason', async (t) => {
  const { look, restarts } = setUp();
  look(2);
  t.strictSame(restarts, []);
  look(1);
  t.match(restarts, [['restart', { code: 'memory_limit' }]]);
  look(2);
  t.equal(restarts.length, 1, 'it is given three samples again');
});

t.test('a sample below the limit, or a session that is not connected, begins the count anew', async (t) => {
  const { actor, look, memory, restarts } = setUp();
  look(2);
  memory.bytes = limitBytes;
  look(1);
  memory.bytes = limitBytes + 1;
  look(2);
  actor.state = 'starting';
  look(1);
  actor.state = 'connected';
  look(2);
  t.strictSame(restarts, []);
});

t.test('it waits for a send that is under way and for half a minute without a message, but not for ever', async (t) => {
  const { actor, clock, look, restarts } = setUp();
  actor.requestsInFlight = 1;
  look(10);
  t.strictSame(restarts, [], 'a send is in flight');
  actor.requestsInFlight = 0;
  actor.record.lastActiveMs = clock.now();
  look(5);
  t.strictSame(restarts, [], 'a message came 25 s ago');
  look(1);
  t.equal(restarts.length, 1);
  actor.requestsInFlight = 1;
  look(120);
  t.equal(restarts.length, 1);
  look(2);
  t.equal(restarts.length, 2, 'after ten minutes above the limit');
});
