import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import { withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';
import type { OutboxPort } from '@whatsapp-service/supervisor/http/services.ts';
import t from 'tap';
import { apiKey, auth, listeningApp, recordingServices } from '../support/http-app.ts';
import { until } from '../support/until.ts';

type Teardown = Parameters<typeof listeningApp>[0];

/** Sends bytes on a socket of its own and resolves with everything that comes until the other side closes. */
async function exchange(t: Teardown, port: number, text: string, rest?: (socket: Socket) => void): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  t.teardown(async () => {
    socket.destroy();
  });
  socket.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    let answer = '';
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(answer);
    });
    socket.setTimeout(20_000, () => {
      reject(new Error(`The socket stayed open; so far: ${answer.slice(0, 500)}`));
    });
    socket.write(text);
    rest?.(socket);
  });
}

/** The status and the problem of a raw answer. */
function problemIn(answer: string): { status: number; type: string; problem: unknown } {
  const [head = '', body = '{}'] = answer.split('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1.1 ([0-9]+)/.exec(head)?.[1]),
    type: /content-type: ([^;\r]+)/i.exec(head)?.[1] ?? '',
    problem: JSON.parse(body) as unknown,
  };
}

const malformed: Record<string, string> = {
  'no HTTP at all': 'hello\r\n\r\n',
  'a header without a name': 'GET /livez HTTP/1.1\r\n: x\r\n\r\n',
  'two lengths': 'POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}',
  'a length and chunks': 'POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}',
  TLS: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
};

for (const [title, text] of Object.entries(malformed)) {
  t.test(`${title} is answered with a problem, and the socket is closed`, async (t) => {
    const { port, url, calls } = await listeningApp(t);
    const answer = problemIn(await exchange(t, port, text));
    t.match(answer, { status: 400, type: 'application/problem+json', problem: { status: 400, code: 'SUP_INVALID_REQUEST' } });
    t.strictSame(calls, []);
    t.equal((await fetch(`${url}/livez`)).status, 200);
  });
}

t.test('headers of 100 kB, in a key or elsewhere, are answered with 431', async (t) => {
  const { port, url } = await listeningApp(t);
  for (const name of ['x-api-key', 'x-other']) {
    const text = `GET /api/v1/sessions HTTP/1.1\r\nhost: x\r\n${name}: ${'x'.repeat(100_000)}\r\n\r\n`;
    const answer = problemIn(await exchange(t, port, text));
    t.match(answer, { status: 431, type: 'application/problem+json', problem: { code: 'SUP_HEADERS_TOO_LARGE' } });
  }
  t.equal((await fetch(`${url}/livez`)).status, 200);
});

t.test('keys of odd bytes are refused like any other', async (t) => {
  const { port } = await listeningApp(t);
  for (const key of ['\u0080\u00ff', '\t', 'ÿ'.repeat(8_000)]) {
    const text = `GET /api/v1/sessions HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-api-key: ${key}\r\n\r\n`;
    const answer = await exchange(t, port, text);
    t.match(answer, /^HTTP\/1.1 401 /);
  }
});

t.test('the same key header twice is refused, whatever its values', async (t) => {
  const { port } = await listeningApp(t);
  const text = `GET /api/v1/sessions HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-api-key: ${apiKey}\r\nx-api-key: ${apiKey}\r\n\r\n`;
  t.match(await exchange(t, port, text), /^HTTP\/1.1 401 /);
});

t.test('a body that grows beyond the limit without saying so is cut off with 413', async (t) => {
  const { port, calls } = await listeningApp(t);
  const head = `POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-api-key: ${apiKey}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`;
  const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
  const answer = await exchange(t, port, head, (socket) => {
    for (let index = 0; index < 20; index += 1) socket.write(chunk);
  });
  t.match(answer, /^HTTP\/1.1 413 /);
  t.match(answer, /SUP_BODY_TOO_LARGE/);
  t.strictSame(calls, []);
});

t.test('a caller that writes all of a body that is too large before it reads gets the 413, not a broken pipe', async (t) => {
  const { port } = await listeningApp(t);
  const size = 8 * 1024 * 1024;
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  const errors: Error[] = [];
  socket.setEncoding('utf8');
  socket.on('error', (error) => errors.push(error));
  // As many clients do it: nothing is read before everything is written.
  socket.pause();
  const head = `POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\nx-api-key: ${apiKey}\r\ncontent-type: application/json\r\ncontent-length: ${size}\r\n\r\n`;
  socket.write(head);
  for (let sent = 0; sent < size; sent += 65_536) {
    if (!socket.write('x'.repeat(65_536))) await once(socket, 'drain', { signal: AbortSignal.timeout(10_000) });
  }
  socket.on('data', (chunk: string) => (answer += chunk));
  socket.resume();
  await once(socket, 'close', { signal: AbortSignal.timeout(10_000) });
  t.match(answer, /^HTTP\/1.1 413 /);
  t.same(errors, []);
});

t.test('a body without a key is not waited for', async (t) => {
  const { port, calls } = await listeningApp(t);
  const head =
    'POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n';
  t.match(await exchange(t, port, head), /^HTTP\/1.1 401 /);
  t.strictSame(calls, []);
});

t.test('headers, and bodies, that do not arrive in time are answered with 408', async (t) => {
  const { app, port, calls } = await listeningApp(t);
  // Node looks for late requests every 2 s.
  app.server.headersTimeout = 200;
  app.server.requestTimeout = 400;
  const parts = [
    'GET /livez HTTP/1.1\r\nhost: ',
    `POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\nx-api-key: ${apiKey}\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{`,
  ];
  const answers = await Promise.all(parts.map(async (part) => exchange(t, port, part)));
  for (const answer of answers) t.match(problemIn(answer), { status: 408, problem: { code: 'SUP_REQUEST_TIMEOUT' } });
  t.strictSame(calls, []);
});

t.test('a body of JSON has less time than an upload', async (t) => {
  const { port, calls } = await listeningApp(t, { bodyTimeoutMs: 100 });
  const head = (type: string): string =>
    `POST /api/v1/sessions/a/messages HTTP/1.1\r\nhost: x\r\nx-api-key: ${apiKey}\r\ncontent-type: ${type}\r\ncontent-length: 10\r\n\r\n`;
  const answer = problemIn(await exchange(t, port, `${head('application/json')}{`));
  t.match(answer, { status: 408, problem: { code: 'SUP_REQUEST_TIMEOUT' } });
  t.strictSame(calls, []);
});

t.test('the limits of the server are set, each of them', async (t) => {
  const { app } = await listeningApp(t);
  t.match(app.server, { headersTimeout: 15_000, requestTimeout: 900_000, keepAliveTimeout: 72_000, timeout: 60_000 });
});

t.test('a caller that hangs up is noticed, and what was asked for it is given up', async (t) => {
  const { services } = recordingServices();
  const asked = Promise.withResolvers<undefined>();
  const givenUp = Promise.withResolvers<string>();
  const screenshot = async (_id: string, signal: AbortSignal): Promise<Buffer> => {
    asked.resolve(undefined);
    await once(signal, 'abort');
    givenUp.resolve('given up');
    throw new Error('The caller is gone.');
  };
  const { url } = await listeningApp(t, { services: { ...services, sessions: { ...services.sessions, screenshot } } });
  const caller = new AbortController();
  const answer = fetch(`${url}/api/v1/sessions/a/screenshot`, { headers: auth, signal: caller.signal });
  await asked.promise;
  caller.abort();
  await t.rejects(answer, { name: 'AbortError' });
  t.equal(await withDeadline(givenUp.promise, 10_000, 'Giving the screenshot up'), 'given up');
});

t.test('a message goes out even if its caller hangs up, so that no send ends half-way', async (t) => {
  const { services } = recordingServices();
  const asked = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  let isSent = false;
  const send: OutboxPort['send'] = async () => {
    asked.resolve();
    await finish.promise;
    isSent = true;
    return { taken: { message_id: 'm1', status: 'sent', timestamp: '2026-11-23T16:00:00.000Z', send_id: 'snd_1' } };
  };
  const { url, app } = await listeningApp(t, { services: { ...services, outbox: { ...services.outbox, send } } });
  const caller = new AbortController();
  const payload = {
    method: 'POST',
    body: '{"to":"+15550000002","text":"Hello"}',
    headers: { ...auth, 'content-type': 'application/json' },
  };
  const answer = fetch(`${url}/api/v1/sessions/a/messages`, { ...payload, signal: caller.signal });
  await asked.promise;
  caller.abort();
  await t.rejects(answer, { name: 'AbortError' });
  const connections = promisify(app.server.getConnections.bind(app.server));
  await until('the server has noticed', async () => (await connections()) === 0, 10_000);
  finish.resolve();
  await until('it is sent', async () => isSent, 10_000);
});
