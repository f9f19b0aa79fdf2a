import t from 'tap';
import type { SendView } from '@whatsapp-service/supervisor/outbox/send-view.ts';
import { Lab } from '../support/lab.ts';
import { until } from '../support/service-process.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());
let service = await lab.startService();
const [phone] = await lab.linkAll(service, ['anna']);
if (phone === undefined) throw new Error('The phone is missing.');
const friend = lab.newPhone();
await lab.waitForLinkOnDisk('anna');
const path = '/api/v1/sessions/anna';

interface Answer {
  readonly message_id: string;
  readonly send_id: string;
  readonly code: string;
}

async function send(text: string, key: string, more: object = {}) {
  return service.api<Answer>('POST', `${path}/messages`, { to: friend.number, text, ...more }, { 'idempotency-key': key });
}

async function sendOf(key: string): Promise<SendView | undefined> {
  const { body } = await service.api<{ sends: SendView[] }>('GET', `${path}/sends?idempotency_key=${key}`);
  return body.sends[0];
}

function received(text: string): number {
  return friend.messages().filter(({ body }) => body === text).length;
}

await t.test('a send has an outcome that can be asked for, and another body is refused', async (t) => {
  const sent = await send('first', 'k1');
  t.equal(sent.status, 201);
  t.match(await until(async () => ((await sendOf('k1'))?.status === 'sent' ? true : undefined), 10_000), true);
  t.match(await service.api('GET', `${path}/sends/${sent.body.send_id}`), {
    status: 200,
    body: { status: 'sent', message_id: sent.body.message_id, error: null, attempts: 1 },
  });
  t.match(await send('another', 'k1'), { status: 422, body: { code: 'SUP_IDEMPOTENCY_KEY_REUSED' } });
  t.equal(received('another'), 0);
});

await t.test('a worker that is killed in mid-send: what WhatsApp had counts as sent, what it had not goes out once', async (t) => {
  const after = await service.lastSeq();
  // WhatsApp Web says that it has the message; its server takes it only later.
  lab.simulator.faults.set({ sendDelayMs: 60_000 });
  const taken = await send('lost with its page', 'k2');
  t.equal(taken.status, 201);
  process.kill(lab.processesOf('anna').worker.pid, 'SIGKILL');
  lab.simulator.faults.clear();
  await service.waitForSession('anna', ({ restarts, status }) => restarts === 1 && status === 'connected');
  await friend.waitForMessage(({ body }) => body === 'lost with its page');
  const settled = await service.waitForEvent(({ type }) => type === 'message.send_settled', { after });
  t.match(settled, { session_id: 'anna', data: { status: 'sent', message_id: taken.body.message_id, idempotency_key: 'k2' } });
  t.equal(received('lost with its page'), 1);
  t.match(await send('lost with its page', 'k2'), { status: 201, body: { message_id: taken.body.message_id } });
});

await t.test('a send that waits for its page when the worker is killed is refused as not sent, and its key sends it', async (t) => {
  const { browser, worker } = lab.processesOf('anna');
  process.kill(browser.pid, 'SIGSTOP');
  const sending = send('cut short', 'k3');
  await until(async () => ((await sendOf('k3'))?.status === 'sending' ? true : undefined), 10_000);
  process.kill(worker.pid, 'SIGKILL');
  process.kill(browser.pid, 'SIGKILL');
  t.match(await sending, { status: 503, body: { code: 'SUP_SEND_NOT_SENT' } });
  t.equal(received('cut short'), 0);
  t.match(await sendOf('k3'), { status: 'failed', error: { retryable: true } });
  t.equal((await send('cut short', 'k3')).status, 201);
  await friend.waitForMessage(({ body }) => body === 'cut short');
});

await t.test('the keys survive a restart of the service and of the worker', async (t) => {
  const before = await send('first', 'k1');
  t.equal(await service.stop(), 0);
  service = await lab.startService();
  await service.waitForReady();
  t.strictSame((await send('first', 'k1')).body, before.body);
  t.match(await send('another', 'k1'), { status: 422 });
  t.equal(received('first'), 1);
});

await t.test('what a killed service left open is settled by the next one', async (t) => {
  const { browser } = lab.processesOf('anna');
  process.kill(browser.pid, 'SIGSTOP');
  send('nobody waits', 'k4').catch(() => undefined);
  await until(async () => ((await sendOf('k4'))?.status === 'sending' ? true : undefined), 10_000);
  await service.stop('SIGKILL');
  process.kill(browser.pid, 'SIGKILL');
  service = await lab.startService();
  await service.waitForReady();
  const settled = await until(async () => {
    const found = await sendOf('k4');
    return found?.status === 'sending' ? undefined : found;
  }, 30_000);
  t.match(settled, { status: 'failed', error: { code: 'SUP_SEND_NOT_SENT' } });
  t.equal(received('nobody waits'), 0);
});

await t.test('what may wait goes out in its order once the session is back', async (t) => {
  const after = await service.lastSeq();
  process.kill(lab.processesOf('anna').worker.pid, 'SIGKILL');
  await service.waitForSession('anna', ({ status }) => status === 'connecting');
  t.match(await send('not without being asked', 'q0'), { status: /^(409|503)$/, body: { detail: /nothing was (sent|done)/ } });
  const texts = ['queued 1', 'queued 2', 'queued 3'];
  for (const text of texts) t.match(await send(text, text.replace(' ', '-'), { queue: true }), { status: 202, body: { status: 'queued' } });
  for (const text of texts) await friend.waitForMessage(({ body }) => body === text);
  t.strictSame(
    friend.messages().flatMap(({ body }) => (body.startsWith('queued ') ? [body] : [])),
    texts,
  );
  await service.waitForEvent(({ type, data }) => type === 'message.send_settled' && data['idempotency_key'] === 'queued-3', { after });
  t.match(await sendOf('queued-3'), { status: 'sent' });
  t.equal(received('not without being asked'), 0);
});

await t.test('what may wait is taken while the service ends, and sent by the next one', async (t) => {
  const { browser } = lab.processesOf('anna');
  // A browser that does not close holds the end up.
  process.kill(browser.pid, 'SIGSTOP');
  service.signal('SIGTERM');
  await until(
    async () => ((await service.api<{ status: string }>('GET', '/readyz')).body.status === 'draining' ? true : undefined),
    10_000,
  );
  t.match(await send('over the restart', 'r1', { queue: true }), { status: 202, body: { status: 'queued' } });
  t.match(await send('not over the restart', 'r2'), { status: 503, body: { code: 'SUP_DRAINING' } });
  t.match(await service.exited, { code: 0 }, service.output);
  service = await lab.startService();
  await service.waitForReady();
  await friend.waitForMessage(({ body }) => body === 'over the restart');
  t.equal(received('not over the restart'), 0);
});

await t.test('a send with a time can be cancelled until then', async (t) => {
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const sent = await send('much later', 'later', { send_at: sendAt });
  t.match(sent, { status: 202, body: { status: 'queued', send_at: sendAt } });
  const soon = await send('a little later', 'soon', { send_at: new Date(Date.now() + 1_000).toISOString() });
  t.equal(soon.status, 202);
  t.match(await service.api('DELETE', `${path}/sends/${sent.body.send_id}`), { status: 200, body: { status: 'cancelled' } });
  await friend.waitForMessage(({ body }) => body === 'a little later');
  t.match(await service.api('DELETE', `${path}/sends/${soon.body.send_id}`), { status: 409, body: { code: 'SUP_SEND_NOT_CANCELLABLE' } });
  t.equal(received('much later'), 0);
});

await t.test('a message goes to many, over the end of its worker, once to each', async (t) => {
  const after = await service.lastSeq();
  const crowd = Array.from({ length: 30 }, () => lab.newPhone());
  const recipients = [...crowd.map(({ number }) => number), '15559999999'];
  // Each takes a moment, so that the end of the worker comes in the midst of it.
  lab.simulator.faults.set({ sendDelayMs: 20 });
  const job = { recipients, text: 'to everybody' };
  const begun = await service.api<{ job_id: string }>('POST', `${path}/messages/bulk`, job, { 'idempotency-key': 'b1' });
  t.match(begun, { status: 202, body: { status: /running|completed/, total: 31 } });
  await crowd[5]?.waitForMessage(({ body }) => body === 'to everybody');
  process.kill(lab.processesOf('anna').worker.pid, 'SIGKILL');
  const ended = await service.waitForEvent(({ type }) => type === 'message.bulk_ended', { after, timeoutMs: 60_000 });
  lab.simulator.faults.clear();
  t.match(ended.data, { job_id: begun.body.job_id, status: 'completed', counts: { sent: 30, failed: 1, queued: 0 } });
  t.strictSame(
    crowd.map((each) => each.messages().filter(({ body }) => body === 'to everybody').length),
    crowd.map(() => 1),
  );
  const failed = await service.api('GET', `${path}/bulk-jobs/${begun.body.job_id}/recipients?status=failed`);
  t.match(failed.body, { sends: [{ to: '15559999999', error: { code: 'WRK_NOT_ON_WHATSAPP' } }], next_cursor: null });
  const again = await service.api('POST', `${path}/messages/bulk`, job, { 'idempotency-key': 'b1' });
  t.match(again, { status: 202, body: { job_id: begun.body.job_id, status: 'completed' } });
});

/** The id of a message that Anna has from a friend. */
async function incoming(text: string): Promise<string> {
  const after = await service.lastSeq();
  friend.send(phone?.number ?? '', text);
  const { data } = await service.waitForEvent(({ type, data }) => type === 'message.received' && data['text'] === text, { after });
  return encodeURIComponent(String(data['message_id']));
}

async function forward(messageId: string, to: string, key: string, more: object = {}) {
  return service.api<Answer>('POST', `${path}/messages/${messageId}/forward`, { to, ...more }, { 'idempotency-key': key });
}

async function show(text: string, key: string, more: object = {}) {
  return service.api<Answer>('POST', `${path}/statuses`, { text, ...more }, { 'idempotency-key': key });
}

function shown(text: string): number {
  return phone?.profile.statuses.filter((status) => status.text === text).length ?? 0;
}

/** Begins a request while the browser does nothing, and ends worker and browser once it is on its way. */
async function cutShort<T>(key: string, begin: () => Promise<T>): Promise<T> {
  const { browser, worker } = lab.processesOf('anna');
  process.kill(browser.pid, 'SIGSTOP');
  const answer = begin();
  await until(async () => ((await sendOf(key))?.status === 'sending' ? true : undefined), 10_000);
  process.kill(worker.pid, 'SIGKILL');
  process.kill(browser.pid, 'SIGKILL');
  return answer;
}

await t.test('a forward whose worker is killed the moment it has gone out is one copy for its key', async (t) => {
  const original = await incoming('pass it on');
  const third = lab.newPhone();
  const forwarding = forward(original, third.number, 'f1');
  await third.waitForMessage(({ body }) => body === 'pass it on');
  process.kill(lab.processesOf('anna').worker.pid, 'SIGKILL');
  const answer = await forwarding;
  t.match(answer, { status: 201, body: { send_id: /^snd_/ } });
  // Whether the answer came before the kill is chance: that there is one outcome, and which, is not.
  const settled = await until(async () => {
    const found = await sendOf('f1');
    return found?.status === 'sent' ? found : undefined;
  }, 30_000);
  t.match(settled, { attempts: 1, message_id: answer.body.message_id });
  t.match(await forward(original, third.number, 'f1'), { status: 201, body: { message_id: answer.body.message_id } });
  t.match(await forward(original, friend.number, 'f1'), { status: 422, body: { code: 'SUP_IDEMPOTENCY_KEY_REUSED' } });
  t.equal(third.messages().length, 1);
});

await t.test(
  'a forward and a status that are cut short before they go out are refused as not sent, and go out once for their keys',
  async (t) => {
    const original = await incoming('forward me');
    const third = lab.newPhone();
    t.match(await cutShort('f2', async () => forward(original, third.number, 'f2')), { status: 503, body: { code: 'SUP_SEND_NOT_SENT' } });
    const copies = await Promise.all([1, 2].map(async () => forward(original, third.number, 'f2')));
    t.match(copies, [{ status: 201 }, { status: 201, body: { message_id: copies[0]?.body.message_id } }]);
    await third.waitForMessage(({ body }) => body === 'forward me');
    t.match(await cutShort('s1', async () => show('Sale!', 's1')), { status: 503, body: { code: 'SUP_SEND_NOT_SENT' } });
    t.equal(shown('Sale!'), 0);
    const status = await show('Sale!', 's1');
    t.match(status, { status: 201, body: { message_id: /^true_status@broadcast_3EB0/, status: 'sent' } });
    t.match(await sendOf('s1'), { to: 'status@broadcast', status: 'sent', attempts: 2 });
    t.equal(await service.stop(), 0);
    service = await lab.startService();
    await service.waitForReady();
    t.strictSame((await show('Sale!', 's1')).body, status.body);
    t.match(await show('Closed', 's1'), { status: 422, body: { code: 'SUP_IDEMPOTENCY_KEY_REUSED' } });
    t.match(await forward(original, third.number, 'f2'), { status: 201, body: { message_id: copies[0]?.body.message_id } });
    t.same([shown('Sale!'), shown('Closed'), third.messages().length], [1, 0, 1]);
  },
);

await t.test('a forward and a status wait for their session, or for their time, where they may', async (t) => {
  const original = await incoming('later');
  const third = lab.newPhone();
  process.kill(lab.processesOf('anna').worker.pid, 'SIGKILL');
  await service.waitForSession('anna', ({ status }) => status === 'connecting');
  t.match(await forward(original, third.number, 'f3'), { status: /^(409|503)$/, body: { detail: /nothing was (sent|done)/ } });
  t.match(await show('not now', 's2'), { status: /^(409|503)$/ });
  t.match(await forward(original, third.number, 'f3', { queue: true }), { status: 202, body: { status: 'queued', to: third.number } });
  t.match(await show('soon', 's3', { queue: true }), { status: 202, body: { status: 'queued' } });
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const planned = await show('tomorrow', 's4', { send_at: tomorrow });
  t.match(planned, { status: 202, body: { send_at: tomorrow } });
  await third.waitForMessage(({ body }) => body === 'later');
  t.equal(await until(async () => ((await sendOf('s3'))?.status === 'sent' ? true : undefined), 20_000), true);
  t.match(await service.api('DELETE', `${path}/sends/${planned.body.send_id}`), { body: { status: 'cancelled' } });
  t.match(await forward('true_1@c.us_3EB0AB', third.number, 'f4'), { status: 404, body: { code: 'WRK_MESSAGE_NOT_FOUND' } });
  t.same([shown('soon'), shown('not now'), shown('tomorrow'), third.messages().length], [1, 0, 0, 1]);
});

await t.test('a session that is deleted takes its sends with it', async (t) => {
  await service.api('DELETE', path);
  await until(async () => ((await service.api('GET', path)).status === 404 ? true : undefined), 30_000);
  t.match(await service.api('GET', `${path}/sends`), { status: 404, body: { code: 'SUP_SESSION_NOT_FOUND' } });
});
