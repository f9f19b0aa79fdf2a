import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import Type from 'typebox';
import { maxFrameBytes } from '@whatsapp-service/shared/ipc/contract.ts';
import { RpcPeer } from '@whatsapp-service/shared/ipc/rpc-peer.ts';
import type { Handlers, Side } from '@whatsapp-service/shared/ipc/side.ts';

const Nothing = Type.Object({});

/** What the answering side is asked; it really has each of these. */
const server = {
  methods: {
    add: { params: Type.Object({ a: Type.Number(), b: Type.Number() }), result: Type.Object({ sum: Type.Number() }), timeoutMs: 2_000 },
    wait: { params: Nothing, result: Nothing, timeoutMs: 2_000 },
    fail: { params: Nothing, result: Nothing, timeoutMs: 2_000 },
    crash: { params: Nothing, result: Nothing, timeoutMs: 2_000 },
    tell: { params: Type.Object({ bytes: Type.Number() }), result: Type.Object({ text: Type.String() }), timeoutMs: 2_000 },
    lie: { params: Nothing, result: Type.Object({ honest: Type.String() }), timeoutMs: 2_000 },
  },
  notes: { said: Type.Object({ text: Type.String() }) },
} as const satisfies Side;

/** What the asking side believes: one method and one note more, and looser parameters. */
const believed = {
  methods: {
    ...server.methods,
    add: { params: Type.Object({ a: Type.Unknown(), b: Type.Unknown() }), result: Type.Object({ sum: Type.Number() }), timeoutMs: 2_000 },
    lie: { params: Nothing, result: Type.Object({ honest: Type.Boolean() }), timeoutMs: 2_000 },
    absent: { params: Nothing, result: Nothing, timeoutMs: 2_000 },
  },
  notes: { said: Type.Object({ text: Type.Unknown() }), unheard: Nothing },
} as const satisfies Side;

const client = { methods: {}, notes: {} } as const satisfies Side;

class Refusal extends Error {
  readonly code = 'WRK_NO';
  readonly statusCode = 409;
}

/** One connection over a Unix socket: the asking peer, the answering one, and what the latter saw. */
class Pair {
  readonly said: string[] = [];
  readonly violations: string[] = [];
  readonly asking: RpcPeer<typeof client, typeof believed>;
  readonly answering: RpcPeer<typeof server, typeof client>;
  readonly askingSocket: Socket;
  readonly answeringSocket: Socket;
  waits = 0;
  aborts = 0;

  constructor(askingSocket: Socket, answeringSocket: Socket) {
    this.askingSocket = askingSocket;
    this.answeringSocket = answeringSocket;
    this.asking = new RpcPeer({ socket: askingSocket, local: client, remote: believed, handlers: { methods: {}, notes: {} } });
    this.answering = new RpcPeer({
      socket: answeringSocket,
      local: server,
      remote: client,
      handlers: this.#handlers(),
      onViolation: (error) => this.violations.push(error.message),
    });
  }

  static async open(test: { teardown(act: () => void): void }): Promise<Pair> {
    const path = join(t.testdir(), 's.sock');
    const listener = createServer();
    listener.listen(path);
    await once(listener, 'listening');
    const accepted = once(listener, 'connection');
    const askingSocket = connect(path);
    const [answeringSocket] = (await accepted) as [Socket];
    listener.close();
    test.teardown(() => {
      askingSocket.destroy();
      answeringSocket.destroy();
    });
    return new Pair(askingSocket, answeringSocket);
  }

  #handlers(): Handlers<typeof server> {
    return {
      methods: {
        add: async ({ a, b }) => ({ sum: a + b }),
        wait: (_params, signal) =>
          new Promise((resolve) => {
            this.waits += 1;
            signal.addEventListener('abort', () => {
              this.aborts += 1;
              resolve({});
            });
          }),
        fail: async () => {
          throw new Refusal('Not now.');
        },
        crash: async () => {
          throw new TypeError('x is undefined');
        },
        tell: async ({ bytes }) => ({ text: 'x'.repeat(bytes) }),
        lie: async () => ({ honest: 'no' }),
      },
      notes: {
        said: ({ text }) => {
          if (text === 'throw') throw new Error('the handler failed');
          this.said.push(text);
        },
      },
    };
  }
}

async function until(holds: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + 5_000;
  while (!holds()) {
    if (Date.now() > deadlineMs) throw new Error('It did not come within 5 s.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

await t.test('requests are answered, many at once', async (t) => {
  const { asking } = await Pair.open(t);
  const sums = await Promise.all(Array.from({ length: 200 }, (_, a) => asking.request('add', { a, b: 1 })));
  t.same(
    sums.map(({ sum }) => sum),
    Array.from({ length: 200 }, (_, a) => a + 1),
  );
});

await t.test('notes arrive whole and in order', async (t) => {
  const { asking, said } = await Pair.open(t);
  const texts = Array.from({ length: 500 }, (_, index) => `${index} ${'é'.repeat(index)}`);
  for (const text of texts) asking.notify('said', { text });
  await until(() => said.length === texts.length);
  t.same(said, texts);
});

await t.test('a refusal carries its code, its status and its sentence', async (t) => {
  const { asking } = await Pair.open(t);
  await t.rejects(asking.request('fail', {}), { name: 'RemoteError', code: 'WRK_NO', statusCode: 409, message: 'Not now.' });
  await t.rejects(asking.request('crash', {}), { code: 'IPC_HANDLER_FAILED', statusCode: 500 });
});

await t.test('a request that does not fit is refused by its place, and the connection goes on', async (t) => {
  const { asking, violations } = await Pair.open(t);
  await t.rejects(asking.request('add', { a: 'secret', b: 1 }), { code: 'IPC_REFUSED', message: /"add": \/a/ });
  t.match(violations, [/"add" does not fit the contract: \/a/]);
  t.notMatch(violations.join(), /secret/, 'its value is not told');
  t.same(await asking.request('add', { a: 1, b: 2 }), { sum: 3 });
});

await t.test('an answer that does not fit is an error', async (t) => {
  const { asking } = await Pair.open(t);
  await t.rejects(asking.request('lie', {}), { code: 'IPC_INVALID', statusCode: 502, message: /lie \(answer\).*\/honest/ });
});

await t.test('a method that the other side does not have is an error', async (t) => {
  const { asking } = await Pair.open(t);
  await t.rejects(asking.request('absent', {}), { code: 'IPC_UNKNOWN_METHOD', statusCode: 501 });
  t.same(await asking.request('add', { a: 1, b: 2 }), { sum: 3 });
});

await t.test('notes that do not fit, are unknown, or break their handler are told, and the next one is heard', async (t) => {
  const { asking, said, violations } = await Pair.open(t);
  asking.notify('said', { text: 7 });
  asking.notify('unheard', {});
  asking.notify('said', { text: 'throw' });
  asking.notify('said', { text: 'heard' });
  await until(() => said.length === 1);
  t.match(violations, [/"said" does not fit/, /"unheard" does not fit/, /the handler failed/]);
});

await t.test('a request that is not answered ends at its deadline, and the other side is told to stop', async (t) => {
  const pair = await Pair.open(t);
  await t.rejects(pair.asking.request('wait', {}, { timeoutMs: 50 }), {
    code: 'IPC_TIMEOUT',
    statusCode: 504,
    message: /"wait" within 50 ms/,
  });
  await until(() => pair.aborts === 1);
  t.same(await pair.asking.request('add', { a: 1, b: 2 }), { sum: 3 });
});

await t.test('a caller can give a request up, also before it began', async (t) => {
  const pair = await Pair.open(t);
  const controller = new AbortController();
  const request = pair.asking.request('wait', {}, { signal: controller.signal });
  await until(() => pair.waits === 1);
  controller.abort();
  await t.rejects(request, { code: 'IPC_CANCELLED', statusCode: 499 });
  await until(() => pair.aborts === 1);
  await t.rejects(pair.asking.request('add', { a: 1, b: 2 }, { signal: controller.signal }), { code: 'IPC_CANCELLED' });
});

for (const [what, close] of [
  ['the other side closes in order', (pair: Pair) => pair.answering.close('done')],
  ['the other side dies', (pair: Pair) => pair.answeringSocket.destroy()],
  ['our own side closes', (pair: Pair) => pair.asking.close('done')],
  ['our own socket breaks', (pair: Pair) => pair.askingSocket.destroy(new Error('broken'))],
] as const) {
  await t.test(`everything that waits is rejected when ${what}`, async (t) => {
    const pair = await Pair.open(t);
    const outcomes = Promise.allSettled([pair.asking.request('wait', {}), pair.asking.request('wait', {})]);
    await until(() => pair.waits === 2);
    close(pair);
    for (const outcome of await outcomes) t.match(outcome, { status: 'rejected', reason: { code: 'IPC_CLOSED', statusCode: 503 } });
    t.type(await pair.asking.closed, 'string');
    await t.rejects(pair.asking.request('add', { a: 1, b: 2 }), { code: 'IPC_CLOSED' });
    pair.asking.notify('said', { text: 'into the void' });
    pair.asking.close('again');
    t.type(await pair.answering.closed, 'string');
  });
}

await t.test('what was written before a close arrives', async (t) => {
  const { asking, said } = await Pair.open(t);
  for (let index = 0; index < 20; index += 1) asking.notify('said', { text: `${index}` });
  await asking.request('add', { a: 1, b: 2 });
  asking.close('done');
  t.equal(said.length, 20);
});

await t.test('a frame that is too large ends the connection, before it is collected', async (t) => {
  const pair = await Pair.open(t);
  pair.askingSocket.write(`Content-Length: ${maxFrameBytes + 1}\r\n\r\n`);
  t.match(await pair.answering.closed, /is over 1048576/);
  t.match(pair.violations, [/is over 1048576/]);
});

await t.test('a frame that is as large as allowed passes', async (t) => {
  const { asking, said } = await Pair.open(t);
  const overhead = JSON.stringify({ jsonrpc: '2.0', method: 'said', params: { text: '' } }).length;
  asking.notify('said', { text: 'x'.repeat(maxFrameBytes - overhead) });
  await until(() => said.length === 1);
  t.equal(said[0]?.length, maxFrameBytes - overhead);
});

await t.test('an answer that is too large is refused, and the connection goes on', async (t) => {
  const { asking, violations } = await Pair.open(t);
  const small = asking.request('tell', { bytes: maxFrameBytes - 1_000 });
  const large = asking.request('tell', { bytes: maxFrameBytes });
  await t.rejects(large, { code: 'IPC_ANSWER_TOO_LARGE', statusCode: 502, message: /has 10486[0-9]{2} bytes.* takes 1048576/ });
  t.equal((await small).text.length, maxFrameBytes - 1_000);
  t.same(await asking.request('add', { a: 1, b: 2 }), { sum: 3 });
  t.same(violations, []);
});

for (const [what, bytes] of [
  ['no frames at all', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['no header within reason', 'x'.repeat(1_000)],
  ['a body that is no JSON', 'Content-Length: 5\r\n\r\nhello'],
] as const) {
  await t.test(`${what} end the connection`, async (t) => {
    const pair = await Pair.open(t);
    pair.askingSocket.write(bytes);
    t.type(await pair.answering.closed, 'string');
    await t.rejects(pair.asking.request('add', { a: 1, b: 2 }), { code: 'IPC_CLOSED' });
  });
}

await t.test('JSON that is no message is told without its contents, and the connection goes on', async (t) => {
  const pair = await Pair.open(t);
  for (const body of ['null', '7', '{"secret":1}']) pair.askingSocket.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
  t.same(await pair.asking.request('add', { a: 1, b: 2 }), { sum: 3 });
  t.equal(pair.violations.length, 3);
  t.notMatch(pair.violations.join(), /secret/);
});

await t.test('a side that does not read is cut off a second after the close', async (t) => {
  const pair = await Pair.open(t);
  pair.askingSocket.pause();
  const closed = once(pair.answeringSocket, 'close');
  pair.answering.close('done');
  const startedAtMs = Date.now();
  await closed;
  t.ok(Date.now() - startedAtMs < 3_000);
});

await t.test('a side that ends in the middle of a frame leaves no timer behind', async (t) => {
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const pair = await Pair.open(t);
  pair.askingSocket.write('Content-Length: 100\r\n\r\n{"half":');
  await once(pair.answeringSocket, 'data');
  pair.askingSocket.destroy();
  await pair.answering.closed;
  await until(() => pair.answeringSocket.closed && pair.askingSocket.closed);
  t.equal(timers(), before);
});
