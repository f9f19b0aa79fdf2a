import t from 'tap';
import { waitFor } from '../../../../scripts/service/wait-for.ts';

const { signal } = new AbortController();

t.test('it asks until there is an answer', async (t) => {
  let asked = 0;
  const ask = (): number | undefined => {
    asked += 1;
    return asked === 3 ? asked : undefined;
  };
  t.equal(await waitFor(ask, { what: 'The third', timeoutMs: 5_000, signal }), 3);
});

t.test('it says what did not happen in time', async (t) => {
  await t.rejects(
    waitFor(() => undefined, { what: 'The end', timeoutMs: 100, signal }),
    { message: 'The end did not happen within 0.1 s.' },
  );
  await t.rejects(
    waitFor(() => undefined, { what: 'The end', timeoutMs: 0, signal, instead: () => 'It goes on.' }),
    { message: 'The end did not happen within 0 s. It goes on.' },
  );
});

t.test('an abort ends it with the reason', async (t) => {
  const stop = new AbortController();
  const waiting = waitFor(() => undefined, { what: 'The end', timeoutMs: 5_000, signal: stop.signal });
  stop.abort(new Error('stopped'));
  await t.rejects(waiting, { message: 'stopped' });
});
