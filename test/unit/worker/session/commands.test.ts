import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mock } from 'node:test';
import t from 'tap';
import type { Phase } from '@whatsapp-service/shared/ipc/facts.ts';
import { Commands } from '@whatsapp-service/worker/session/commands.ts';
import { NotApplied } from '@whatsapp-service/worker/worker-errors.ts';
import { FakeClient, messageData } from '../../../support/fake-client.ts';

const signal = new AbortController().signal;

function setUp(phase: Phase = 'connected', screenshotDir = '/nowhere') {
  const client = new FakeClient();
  const told: string[] = [];
  const run = { phase, client, unlinking: { turnsOut: async () => false, tell: (message: string) => told.push(message) } };
  let stops = 0;
  const commands = new Commands({
    init: { sessionId: 's1', screenshotDir },
    run: () => run,
    stop: () => {
      stops += 1;
    },
    hold: () => undefined,
  });
  const methods = commands.methods();
  const send = (idempotencyKey: string, to = '+15550000002', text = 'hi') => methods['message.send']({ idempotencyKey, to, text }, signal);
  return { client, methods, run, send, told, stops: () => stops };
}

const never = (): Promise<never> => new Promise(() => undefined);

t.afterEach(() => {
  mock.timers.reset();
});

/** Lets time pass for whatever waits now. */
async function pass(durationMs: number): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
  mock.timers.tick(durationMs);
}

await t.test('a stop is answered before it begins', async (t) => {
  const { methods, stops } = setUp();
  t.same(await methods['session.stop']({}, signal), {});
  t.equal(stops(), 0);
  await new Promise(setImmediate);
  t.equal(stops(), 1);
});

await t.test('a number is looked up once, an id of a group never', async (t) => {
  const { client, send } = setUp();
  const lookups: string[] = [];
  client.resolveNumber = async (chatId) => {
    lookups.push(chatId);
    return '77@lid';
  };
  await send('a');
  await send('b', '15550000002');
  await send('c', '99@g.us');
  t.same(lookups, ['15550000002@c.us']);
  t.same(client.calls, ['send 77@lid', 'send 77@lid', 'send 99@g.us']);
});

await t.test('what is asked of chats and messages is looked at before the page is', async (t) => {
  const { client, methods } = setUp();
  const past = methods['chat.change']({ chatId: '+15550000002', mutedUntilMs: Date.now() - 1 }, signal);
  await t.rejects(past, { code: 'WRK_TIME_IS_PAST', statusCode: 422 });
  t.match(await methods['chat.change']({ chatId: '+15550000002', mutedUntilMs: -1 }, signal), { chat_id: '15550000002@c.us' });
  const react = (emoji: string) => methods['message.react']({ messageId: 'true_1@c.us_A', emoji }, signal);
  for (const emoji of ['👍', '❤', '❤️', '👩🏽‍🚀', '🇩🇪', '3️⃣', '']) await react(emoji);
  for (const text of ['ok', '👍👍', '👍!', '7', ' ']) await t.rejects(react(text), { code: 'WRK_NOT_AN_EMOJI', statusCode: 400 }, text);
  t.equal(client.calls.filter((call) => call.startsWith('react')).length, 7);
});

await t.test('a forward whose outcome is not known is not made again for its key', async (t) => {
  const { client, methods } = setUp();
  const forward = (idempotencyKey: string) =>
    methods['message.forward']({ messageId: 'true_1@c.us_A', idempotencyKey, to: '77@lid' }, signal);
  const { forward: works } = client.messageActs;
  client.messageActs.forward = async () => Promise.reject(new Error('Target closed'));
  await t.rejects(forward('lost'), { code: 'WRK_SEND_INTERRUPTED', statusCode: 504 });
  client.messageActs.forward = async () => Promise.reject(new NotApplied('message.forward', 4_000));
  await t.rejects(forward('not seen'), { code: 'WRK_NOT_APPLIED' });
  client.messageActs.forward = async () => Promise.reject(new Error('forwardMessages is not a function'));
  await t.rejects(forward('refused'), { code: 'WRK_SEND_FAILED' });
  client.messageActs.forward = works;
  await t.rejects(forward('lost'), { code: 'WRK_SEND_INTERRUPTED' });
  await t.rejects(forward('not seen'), { code: 'WRK_NOT_APPLIED' });
  t.match(await forward('refused'), { messageId: 'true_1@c.us_A' });
  t.same(client.calls, ['forward true_1@c.us_A 77@lid']);
});

await t.test('a number is looked up for who asks; a failure of the page says which command it was', async (t) => {
  const { client, methods, run } = setUp();
  const check = () => methods['contact.check_number']({ phoneNumber: '+15550000002' }, signal);
  t.same(await check(), { chatId: '15550000002@c.us', formatted: '+1 555', countryCode: '1' });
  client.resolveNumber = async () => null;
  t.match(await check(), { chatId: null });
  client.resolveNumber = async () => Promise.reject(new Error('queryWidExists is not a function'));
  await t.rejects(check(), { code: 'WRK_CALL_FAILED', message: /"contact.check_number": queryWidExists/ });
  client.resolveNumber = async () => Promise.reject(new Error('Target closed'));
  await t.rejects(check(), { code: 'WRK_CALL_INTERRUPTED', statusCode: 504 });
  run.phase = 'reconnecting';
  await t.rejects(check(), { code: 'WRK_NOT_CONNECTED', statusCode: 409 });
});

await t.test('what was sent is told by its id, time and ack', async (t) => {
  const { send } = setUp();
  const { message_id: messageId, timestamp, ack } = messageData();
  t.same(await send('a'), { messageId, timestamp, ack });
});

await t.test('nothing is sent while the session is not connected, and a remembered result is given all the same', async (t) => {
  const { client, run, send } = setUp();
  const sent = await send('a');
  run.phase = 'reconnecting';
  t.same(await send('a'), sent);
  await t.rejects(send('b'), { code: 'WRK_NOT_CONNECTED', statusCode: 409, message: /"s1" is reconnecting/ });
  run.phase = 'connected';
  await send('b');
  t.equal(client.calls.length, 2);
});

await t.test('a receiver that is none, or is not on WhatsApp, is refused', async (t) => {
  const { client, send } = setUp();
  await t.rejects(send('a', 'nobody'), { code: 'WRK_BAD_ADDRESS', statusCode: 400 });
  client.resolveNumber = async () => null;
  await t.rejects(send('b'), { code: 'WRK_NOT_ON_WHATSAPP', statusCode: 422 });
});

await t.test('a failure of the page says whether the message may still go out', async (t) => {
  const { client, send } = setUp();
  client.messages.send = async () => {
    throw new Error('Cannot read properties of undefined');
  };
  await t.rejects(send('a'), { code: 'WRK_SEND_FAILED', statusCode: 502 });
  client.messages.send = async () => {
    throw new Error('Protocol error: Target closed');
  };
  await t.rejects(send('b'), { code: 'WRK_SEND_INTERRUPTED', statusCode: 504 });
  await t.rejects(send('b'), { code: 'WRK_SEND_INTERRUPTED' }, 'and is not sent again under the same key');
});

await t.test('a send that takes too long is answered as unknown, and its key gives the result that comes late', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { client, send } = setUp();
  let finish: () => void = () => undefined;
  client.messages.send = () =>
    new Promise((resolve) => {
      finish = () => resolve(messageData({ message_id: 'late' }));
    });
  const first = send('a').catch((error: unknown) => error);
  await pass(25_000);
  t.match(await first, { code: 'WRK_SEND_TIMEOUT', statusCode: 504 });
  const second = send('a');
  finish();
  t.match(await second, { messageId: 'late' });
});

await t.test('a logout unlinks, says so and ends the session', async (t) => {
  const { methods, told } = setUp();
  t.same(await methods['session.logout']({}, signal), {});
  t.same(told, ['The device was unlinked on request.']);
});

await t.test('a logout that the server does not answer is an error, and nothing is told', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { client, methods, told } = setUp();
  client.logout = never;
  const logout = methods['session.logout']({}, signal).catch((error: unknown) => error);
  await pass(13_000);
  t.match(await logout, { code: 'WRK_LOGOUT_FAILED', statusCode: 502, message: /deadline of 13000 ms/ });
  t.same(told, []);
});

await t.test('a logout whose page leaves first counts when the device turns out to be unlinked', async (t) => {
  const { client, methods, run } = setUp();
  client.logout = async () => {
    throw new Error('Execution context was destroyed.');
  };
  const waits: number[] = [];
  run.unlinking.turnsOut = async (timeoutMs?: number) => {
    waits.push(timeoutMs ?? -1);
    return true;
  };
  t.same(await methods['session.logout']({}, signal), {});
  t.same(waits, [5_000]);
});

await t.test('a logout needs a connection', async (t) => {
  const { methods } = setUp('pairing');
  await t.rejects(methods['session.logout']({}, signal), { code: 'WRK_NOT_CONNECTED' });
});

await t.test('a pairing code is given while the session waits for a scan, and only then', async (t) => {
  const { client, methods, run } = setUp('pairing');
  const asked: string[] = [];
  client.requestPairingCode = async (digits?: string) => {
    asked.push(digits ?? '');
    return 'ABCD1234';
  };
  t.same(await methods['pairing.request_code']({ phoneNumber: '+15550000001' }, signal), { code: 'ABCD1234' });
  t.same(asked, ['15550000001']);
  run.phase = 'connected';
  await t.rejects(methods['pairing.request_code']({ phoneNumber: '+15550000001' }, signal), { code: 'WRK_NOT_PAIRING', statusCode: 409 });
});

await t.test('a pairing code that WhatsApp refuses or does not give is an error', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { client, methods } = setUp('pairing');
  client.requestPairingCode = async () => {
    throw new Error('rate-overlimit');
  };
  await t.rejects(methods['pairing.request_code']({ phoneNumber: '15550000001' }, signal), {
    code: 'WRK_PAIRING_CODE_FAILED',
    message: /rate-overlimit/,
  });
  client.requestPairingCode = never;
  const late = methods['pairing.request_code']({ phoneNumber: '15550000001' }, signal).catch((error: unknown) => error);
  await pass(25_000);
  t.match(await late, { code: 'WRK_PAIRING_CODE_FAILED', message: /25000 ms/ });
});

await t.test('a screenshot lies in its folder, for this user alone', async (t) => {
  const folder = join(t.testdir(), 'shots');
  const { methods } = setUp('connected', folder);
  t.same(await methods['page.screenshot']({ fileName: 'a.png' }, signal), { bytes: 3 });
  t.ok(existsSync(join(folder, 'a.png')));
  t.equal(statSync(join(folder, 'a.png')).mode & 0o777, 0o600);
});

await t.test('a page that is not there, or does not answer, is told', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { client, methods, run } = setUp('launching');
  await t.rejects(methods['page.probe']({}, signal), { code: 'WRK_NO_PAGE', statusCode: 409 });
  run.phase = 'connected';
  t.same(await methods['page.probe']({}, signal), { state: 'CONNECTED' });
  client.state = never;
  const late = methods['page.probe']({}, signal).catch((error: unknown) => error);
  await pass(4_500);
  t.match(await late, { code: 'WRK_PAGE_TIMEOUT', statusCode: 504 });
});
