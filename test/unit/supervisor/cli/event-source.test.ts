import t from 'tap';
import { eventsIn } from '@whatsapp-service/supervisor/cli/event-source.ts';

/** A stream whose bytes a test writes; whether somebody has let go of it. */
function openStream() {
  const state = { isCancelled: false };
  const { promise, resolve } = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>();
  const body = new ReadableStream<Uint8Array>({ start: resolve, cancel: () => void (state.isCancelled = true) });
  const write = async (text: string | Uint8Array): Promise<void> =>
    (await promise).enqueue(typeof text === 'string' ? new TextEncoder().encode(text) : text);
  return { body, state, write, end: async () => (await promise).close() };
}

t.test('events come whole, however the bytes are cut', async (t) => {
  const { body, write, end } = openStream();
  const bytes = new TextEncoder().encode('event: log\ndata: {"message":"Büro"}\n\n: alive\n\ndata: second\n\n');
  for (const byte of bytes) await write(Uint8Array.of(byte));
  await end();
  const events = await Array.fromAsync(eventsIn(body, 10_000));
  t.match(events, [{ event: 'log', data: '{"message":"Büro"}' }, { data: 'second' }]);
  t.equal(events.length, 2);
});

t.test('a stream without a sign of life is given up and let go of', async (t) => {
  const { body, state, write } = openStream();
  await write('data: first\n\n');
  const events = eventsIn(body, 100);
  t.match(await events.next(), { value: { data: 'first' } });
  const next = events.next();
  await write(': alive\n\n');
  await t.rejects(next, /Nothing came for 0\.1 s\./);
  t.equal(state.isCancelled, true);
});

t.test('whoever has enough lets go of the stream', async (t) => {
  const { body, state, write } = openStream();
  await write('data: first\n\n');
  for await (const { data } of eventsIn(body, 10_000)) {
    t.equal(data, 'first');
    break;
  }
  t.equal(state.isCancelled, true);
});
