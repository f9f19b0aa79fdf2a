import { DeadlineExceeded } from '@whatsapp-service/shared/time/with-deadline.ts';
import { RemoteError } from '@whatsapp-service/shared/ipc/ipc-errors.ts';
import { problemOf } from '@whatsapp-service/supervisor/http/problem/problem.ts';
import { errorTable } from '@whatsapp-service/supervisor/supervisor-error-table.ts';
import { ServiceDraining, SessionNotConnected, SessionNotPairing, WorkerTimeout } from '@whatsapp-service/supervisor/supervisor-errors.ts';
import t from 'tap';
import { auth, recordingServices, testApp } from '../../../support/http-app.ts';

/** The app whose session list fails with an error. */
async function failingApp(t: Parameters<typeof testApp>[0], error: unknown) {
  const { services } = recordingServices();
  const list = (): never => {
    throw error;
  };
  return testApp(t, { services: { ...services, sessions: { ...services.sessions, list } } });
}

t.test('the rows of the table are 4xx or 5xx, with a title and full sentences', async (t) => {
  for (const [code, row] of Object.entries(errorTable)) {
    t.match(code, /^SUP_[A-Z_]+$/);
    t.ok(row.statusCode >= 400 && row.statusCode < 600, code);
    t.match(row.title, /^[A-Z]/);
    t.match(row.remedy, /[.!]$/, code);
    t.match(row.message, /([.]|%s)$/, code);
  }
});

t.test("an error of the table goes out with its code and sentence, and with the request's id", async (t) => {
  const { app } = await failingApp(t, new SessionNotPairing('a', 'stopped'));
  const answer = await app.inject({ url: '/api/v1/sessions', headers: { ...auth, 'x-request-id': 'request-id-of-a-caller' } });
  t.equal(answer.headers['x-request-id'], 'request-id-of-a-caller');
  t.strictSame(answer.json(), {
    type: 'urn:whatsapp-service:error:SUP_SESSION_NOT_PAIRING',
    title: 'Session not pairing',
    status: 409,
    code: 'SUP_SESSION_NOT_PAIRING',
    detail: 'Session "a" is stopped; a code is on offer only while it is pairing.',
    instance: 'request-id-of-a-caller',
  });
});

t.test("a request id that is no plain id is replaced by the service's own", async (t) => {
  const { app } = await testApp(t);
  for (const id of ['short', 'x'.repeat(65), 'two words', '<script>', 'a\u00e4aaaaaaaa']) {
    const answer = await app.inject({ url: '/livez', headers: { 'x-request-id': id } });
    t.match(answer.headers['x-request-id'], /^[0-9a-f-]{36}$/);
  }
});

const bugs: readonly (readonly [title: string, error: unknown])[] = [
  ['a bug', new TypeError('secret: Cannot read properties of undefined')],
  ['a system error', Object.assign(new Error('secret ENOENT /data/secret'), { code: 'ENOENT' })],
  ['an error with a status of its own', Object.assign(new Error('secret'), { statusCode: 418 })],
  ["a bug in a worker's handler", new RemoteError('IPC_HANDLER_FAILED', 'secret', 500)],
  ['something thrown that is no error', 'secret'],
];

for (const [title, error] of bugs) {
  t.test(`${title} is a 500 that says nothing of it but where the log has it`, async (t) => {
    const { app, lines } = await failingApp(t, error);
    const answer = await app.inject({ url: '/api/v1/sessions', headers: auth });
    t.match(answer.json(), { status: 500, code: 'SUP_INTERNAL', detail: /log has the cause under the request id/ });
    t.notMatch(answer.body, /secret/);
    const { instance } = answer.json<{ instance: string }>();
    const logged = lines.find(({ level }) => level === 'error');
    t.match(logged, { facts: { requestId: instance, err: error } });
  });
}

t.test('errors that say to wait carry Retry-After', async (t) => {
  const { app } = await failingApp(t, new ServiceDraining());
  const answer = await app.inject({ url: '/api/v1/sessions', headers: auth });
  t.equal(answer.statusCode, 503);
  t.equal(answer.headers['retry-after'], '15');
});

t.test("fastify's and node's own errors are told in our own words", async (t) => {
  const told = (code: string, statusCode: number) => problemOf(Object.assign(new Error('FST jargon'), { code, statusCode }), 'id').problem;
  t.match(told('FST_ERR_HANDLER_TIMEOUT', 503), { status: 504, code: 'SUP_HANDLER_TIMEOUT', detail: /not known/ });
  t.match(told('FST_ERR_CTP_INVALID_CONTENT_LENGTH', 400), { status: 400, code: 'SUP_INVALID_REQUEST', detail: /Content-Length/ });
  t.match(told('HPE_HEADER_OVERFLOW', 431), { status: 431, code: 'SUP_HEADERS_TOO_LARGE' });
  t.match(told('FST_ERR_SOMETHING_NEW', 400), { status: 400, code: 'SUP_INVALID_REQUEST' });
  t.match(told('FST_ERR_SOMETHING_NEW', 500), { status: 500, code: 'SUP_INTERNAL', detail: /^(?!.*jargon)/ });
});

t.test('errors of the other processes keep their code, status and sentence', async (t) => {
  t.match(problemOf(new RemoteError('WRK_NOT_ON_WHATSAPP', 'The number is not on WhatsApp.', 422), 'id').problem, {
    code: 'WRK_NOT_ON_WHATSAPP',
    status: 422,
    title: 'Unprocessable Entity',
    detail: 'The number is not on WhatsApp.',
  });
  t.match(problemOf(new DeadlineExceeded('The probe', 5), 'id').problem, { code: 'SHR_DEADLINE_EXCEEDED', status: 504 });
  t.match(problemOf(new RemoteError('WRK_ODD', 'x'.repeat(9_999), 9), 'id').problem, { status: 500, detail: /^x{1000}…$/ });
});

t.test('what is put into a sentence stays as it is', async (t) => {
  t.equal(new SessionNotConnected('%s%d', 'stopped').message, 'Session "%s%d" is stopped, not connected; nothing was sent.');
  t.match(new WorkerTimeout('a'), { code: 'SUP_WORKER_TIMEOUT', statusCode: 504 });
});

t.test('a path that is not there is 404, and one that takes another method is 405 with Allow', async (t) => {
  const { app } = await testApp(t);
  const ask = async (method: 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'POST', url: string) =>
    app.inject({ method, url, headers: auth });
  for (const url of ['/', '/api', '/api/v1', '/api/v1/session', '/api/v2/sessions', '/api/v1/events/x', '/metrics2?x-api-key=1']) {
    const answer = await ask('GET', url);
    t.match(answer.json(), { status: 404, code: 'SUP_ROUTE_NOT_FOUND' }, url);
    t.notMatch(answer.body, /x-api-key/);
  }
  const allowed: readonly (readonly ['PUT' | 'PATCH' | 'DELETE' | 'GET' | 'OPTIONS' | 'POST', string, string])[] = [
    ['PUT', '/api/v1/sessions', 'GET, HEAD, POST'],
    ['PUT', '/api/v1/sessions/', 'GET, HEAD, POST'],
    ['PATCH', '/api/v1/sessions/a', 'DELETE, GET, HEAD'],
    ['GET', '/api/v1/sessions/a/start', 'POST'],
    ['DELETE', '/api/v1/events', 'GET, HEAD'],
    ['OPTIONS', '/api/v1/events/stream', 'GET'],
    ['POST', '/readyz', 'GET, HEAD'],
  ];
  for (const [method, url, allow] of allowed) {
    const answer = await ask(method, url);
    t.match(answer.json(), { status: 405, code: 'SUP_METHOD_NOT_ALLOWED' }, `${method} ${url}`);
    t.equal(answer.headers.allow, allow);
  }
});
