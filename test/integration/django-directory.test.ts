import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import type { Test } from 'tap';
import { DjangoDirectory } from '@whatsapp-service/supervisor/directory/django-directory.ts';
import { answerStatus, answerWith, ListServer } from '../support/list-server.ts';
import type { ListAnswer } from '../support/list-server.ts';

const apiKey = 'key-of-the-list';
const timeoutMs = 1_000;
const signal = new AbortController().signal;
const json = { 'content-type': 'application/json' };

async function open(t: Test, answer: ListAnswer): Promise<{ list: ListServer; directory: DjangoDirectory }> {
  const list = await ListServer.start(answer);
  t.teardown(() => list.close());
  return { list, directory: new DjangoDirectory({ baseUrl: list.url, apiKey, timeoutMs }) };
}

t.test('the list is asked for at its path, with the key in the header', async (t) => {
  const { list, directory } = await open(t, answerWith(['one', { session_id: 'two', user_id: 2, instance_name: 'Shop', is_new: true }]));
  t.strictSame(await directory.fetch(signal), {
    sessions: [
      { sessionId: 'one', userId: 1, instanceName: 'one' },
      { sessionId: 'two', userId: 2, instanceName: 'Shop' },
    ],
    malformed: [],
  });
  t.match(list.requests, [{ method: 'GET', url: '/api/v1/sessions/active-sessions/', headers: { 'x-api-key': apiKey } }]);
});

t.test('a base URL with a path keeps it', async (t) => {
  const { list } = await open(t, answerWith([]));
  const directory = new DjangoDirectory({ baseUrl: `${list.url}/app`, apiKey, timeoutMs });
  t.strictSame(await directory.fetch(signal), { sessions: [], malformed: [] });
  t.equal(list.requests[0]?.url, '/app/api/v1/sessions/active-sessions/');
});

t.test('what goes wrong is told in a sentence, without a second try and without the key', async (t) => {
  const faults: Record<string, [ListAnswer, RegExp]> = {
    'an error of the server': [answerStatus(500, '<h1>Server Error</h1>'), /it answered with status 500\.$/],
    'a wrong key': [answerStatus(401, '{"success":false}', json), /it answered with status 401; check DJANGO_API_KEY\.$/],
    'a forbidden address': [answerStatus(403), /it answered with status 403; check DJANGO_API_KEY\.$/],
    'a wrong address': [answerStatus(404), /it answered with status 404\.$/],
    'a text that is no JSON': [answerStatus(200, '<html>Welcome</html>'), /its answer is no JSON\.$/],
    'half of an answer': [answerStatus(200, '{"success":true,"data":{"sessions":[', json), /its answer is no JSON\.$/],
    'no text at all': [answerStatus(200), /its answer is no JSON\.$/],
    'a list in another form': [answerStatus(200, '[{"session_id":"one"}]', json), /its answer is not \{"success": true/],
    'a failure in the form of an answer': [answerStatus(200, '{"success":false,"data":{"sessions":[]}}', json), /its answer is not/],
    'null instead of a list': [answerStatus(200, '{"success":true,"data":{"sessions":null}}', json), /its answer is not/],
    'ten megabytes': [answerStatus(200, `["${'x'.repeat(10_000_000)}"]`, json), /its answer is larger than 5242880 bytes\.$/],
    'ten megabytes in ten kilobytes': [
      (_request, response) => {
        response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(`["${'x'.repeat(10_000_000)}"]`));
      },
      /its answer is larger than 5242880 bytes\.$/,
    ],
    'an answer without an end': [endless, /its answer is larger than 5242880 bytes\.$/],
    'no answer': [() => undefined, /it did not answer within 1000 ms\.$/],
    'an answer that drips': [drip, /it did not answer within 1000 ms\.$/],
    'a connection that is cut': [(request) => request.socket.destroy(), /the connection failed \(E[A-Z_]+\)\.$/],
    'an answer that is cut': [
      (_request, response) => {
        response.writeHead(200, { ...json, 'content-length': 1_000 }).write('{"success":', () => response.destroy());
      },
      /the connection failed \(E[A-Z_]+\)\.$/,
    ],
  };
  for (const [what, [answer, sentence]] of Object.entries(faults)) {
    const { list, directory } = await open(t, answer);
    const beganMs = performance.now();
    const error: unknown = await directory.fetch(signal).catch((fault: unknown) => fault);
    t.match(error, { code: 'SUP_DIRECTORY_UNAVAILABLE', message: /^The session list cannot be had from Django: / }, what);
    t.match(error, { message: sentence }, what);
    t.notMatch(error, { message: apiKey }, what);
    t.equal(list.requests.length, 1, `${what}: asked once`);
    t.ok(performance.now() - beganMs < timeoutMs + 5_000, `${what}: in time`);
  }
});

t.test('a redirect is not followed: the key stays here', async (t) => {
  const other = await ListServer.start(answerWith(['stolen']));
  t.teardown(() => other.close());
  for (const status of [301, 302, 307, 308]) {
    const { directory } = await open(t, answerStatus(status, '', { location: `${other.url}/api/v1/sessions/active-sessions/` }));
    await t.rejects(directory.fetch(signal), {
      message: new RegExp(`redirect \\(${status}\\); set DJANGO_BASE_URL to where it really is\\.$`),
    });
  }
  t.strictSame(other.requests, []);
});

t.test('nobody at the address is told at once', async (t) => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  const directory = new DjangoDirectory({ baseUrl: `http://127.0.0.1:${port}`, apiKey, timeoutMs });
  await t.rejects(directory.fetch(signal), { message: /the connection failed \(ECONNREFUSED\)\.$/ });
});

t.test('a question that is given up ends at once and leaves no connection', async (t) => {
  const { list, directory } = await open(t, () => undefined);
  const stop = new AbortController();
  const fetched = directory.fetch(stop.signal);
  while (list.requests.length === 0) await sleep(5);
  stop.abort();
  await t.rejects(fetched, { code: 'SUP_DIRECTORY_UNAVAILABLE' });
});

function endless(_request: Parameters<ListAnswer>[0], response: Parameters<ListAnswer>[1]): void {
  const text = `"${'x'.repeat(65_536)}",`;
  response.writeHead(200, json);
  const write = (): void => {
    while (!response.destroyed && response.write(text));
  };
  response.on('drain', write);
  write();
}

function drip(_request: Parameters<ListAnswer>[0], response: Parameters<ListAnswer>[1]): void {
  response.writeHead(200, json);
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => {
    clearInterval(timer);
  });
}
