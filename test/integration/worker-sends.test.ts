import t from 'tap';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { link, restore, stop } from '../support/linked-worker.ts';
import { debuggable, withPageOf } from '../support/page-of.ts';
import { exitOf, WorkerBench } from '../support/worker-bench.ts';

const simulator = await Simulator.start({});
const phone = simulator.addPhone({ number: '15550000001', name: 'Ann' });
const friend = simulator.addPhone({ number: '15550000002', name: 'Bob' });
const other = simulator.addPhone({ number: '15550000003', name: 'Cat' });
const bench = await WorkerBench.open([...simulator.chromiumArgs, debuggable]);
const { supervisor } = bench;

t.before(() => link(bench, phone));
t.beforeEach(() => {
  simulator.faults.clear();
});
t.teardown(async () => {
  await bench.close();
  await simulator.close();
});

/** An id as WhatsApp Web makes them; `n` tells one from the other. */
function idOf(n: number): string {
  return `3EB0${n.toString(16).toUpperCase().padStart(18, '0')}`;
}

async function send(n: number, to: string = friend.number) {
  return supervisor.request('message.send', { idempotencyKey: `k${n}`, ownId: idOf(n), to, text: `text ${n}` });
}

async function find(n: number, to: string = friend.number) {
  return (await supervisor.request('message.find_sent', { idempotencyKey: `k${n}`, ownId: idOf(n), to })).sent;
}

await t.test('each of many sends at once has the id that was chosen for it, a location and a reloaded page’s too', async (t) => {
  const worker = await restore(bench);
  const numbers = Array.from({ length: 20 }, (_unused, index) => index + 1);
  const sent = await Promise.all(numbers.map(async (n) => send(n, n % 2 === 0 ? friend.number : other.number)));
  t.same(
    sent.map(({ messageId }) => messageId),
    numbers.map((n) => `true_${n % 2 === 0 ? friend.number : other.number}@c.us_${idOf(n)}`),
  );
  await friend.waitForMessage(({ body }) => body === 'text 20');
  for (const n of numbers) {
    const receiver = n % 2 === 0 ? friend : other;
    const received = receiver.messages().filter(({ body }) => body === `text ${n}`);
    t.same(
      received.map(({ id }) => id),
      [idOf(n)],
    );
  }
  const place = { kind: 'location', latitude: 1, longitude: 2 } as const;
  const location = { idempotencyKey: 'k30', ownId: idOf(30), to: friend.number, content: place };
  t.match(await supervisor.request('message.send_content', location), { messageId: new RegExp(idOf(30)) });
  await withPageOf(bench, (page) => page.evaluate('setTimeout(() => location.reload())'));
  await supervisor.fact('ready', 2);
  t.match(await send(31), { messageId: new RegExp(idOf(31)) });
  const isTold = (fact: Fact): true | undefined =>
    fact.type === 'message.sent' && fact.message.message_id.includes(idOf(31)) ? true : undefined;
  t.ok(await supervisor.when('its event', () => supervisor.facts.find(isTold)));
  await stop(bench, worker);
});

await t.test('a copy and the text of a status have the ids that were chosen for them, among sends at the same time', async (t) => {
  const worker = await restore(bench);
  const received = friend.send(phone.number, 'pass it on');
  const original = `false_${friend.number}@c.us_${received.id}`;
  await supervisor.when('the message', () =>
    supervisor.facts.find((fact) => fact.type === 'message.received' && fact.message.message_id === original),
  );
  const forward = async (n: number) =>
    supervisor.request('message.forward', { idempotencyKey: `k${n}`, ownId: idOf(n), to: other.number, messageId: original });
  const show = async (n: number) =>
    supervisor.request('status.send', { idempotencyKey: `k${n}`, ownId: idOf(n), text: `status ${n}`, backgroundColor: null, font: 0 });
  const acts = { forwards: [61, 62, 63, 64], statuses: [71, 72, 73], sends: [81, 82, 83, 84] };
  const [copies, shown, sent] = await Promise.all([
    Promise.all(acts.forwards.map(forward)),
    Promise.all(acts.statuses.map(show)),
    Promise.all(acts.sends.map(async (n) => send(n))),
  ]);
  const ids = [...copies, ...shown, ...sent].map(({ messageId }) => messageId.split('_')[2]);
  t.strictSame(ids, [...acts.forwards, ...acts.statuses, ...acts.sends].map(idOf));
  t.strictSame(
    other
      .messages()
      .flatMap(({ id, body }) => (body === 'pass it on' ? [id] : []))
      .toSorted(),
    acts.forwards.map(idOf),
  );
  t.strictSame(
    phone.profile.statuses.map(({ id, text }) => `${id} ${text}`).toSorted(),
    acts.statuses.map((n) => `${idOf(n)} status ${n}`),
  );
  process.kill(worker.pid, 'SIGKILL');
  await exitOf(bench, worker);
  const next = await restore(bench);
  t.match(await find(61, other.number), { messageId: copies[0]?.messageId, ack: 2 });
  t.match(await find(71, 'status@broadcast'), { messageId: shown[0]?.messageId });
  t.equal(await find(72 + 100, 'status@broadcast'), null);
  await stop(bench, next);
});

await t.test('a send whose worker was killed is found by the next one, if it went out', async (t) => {
  const worker = await restore(bench);
  simulator.faults.set({ sendDelayMs: 60_000 });
  await send(40);
  process.kill(worker.pid, 'SIGKILL');
  await exitOf(bench, worker);
  simulator.faults.clear();
  const next = await restore(bench);
  t.equal(await find(40), null, 'WhatsApp never had it');
  t.match(await find(20), { messageId: new RegExp(idOf(20)), ack: 2 }, 'this one it had');
  t.match(await send(40), { messageId: new RegExp(idOf(40)) });
  await friend.waitForMessage(({ body }) => body === 'text 40');
  await stop(bench, next);
});

await t.test('a question about a send is answered with what its page knows now, whatever its worker remembers', async (t) => {
  const worker = await restore(bench);
  simulator.faults.set({ sendDelayMs: 300 });
  t.match(await send(45), { ack: 0 });
  t.match(await find(45), { messageId: new RegExp(idOf(45)), ack: 0 });
  await friend.waitForMessage(({ body }) => body === 'text 45');
  const isConfirmed = (fact: Fact): true | undefined =>
    fact.type === 'message.ack' && fact.ack === 2 && fact.message_id.includes(idOf(45)) ? true : undefined;
  t.ok(await supervisor.when('its ack', () => supervisor.facts.find(isConfirmed)));
  t.match(await find(45), { messageId: new RegExp(idOf(45)), ack: 2 }, 'an ack that its supervisor did not keep is not lost');
  await stop(bench, worker);
});

await t.test('a question about a send that is under way waits for its result', async (t) => {
  const worker = await restore(bench);
  await withPageOf(bench, (page) => page.evaluate('void (window.letGo = new Promise((resolve) => { window.go = resolve; }))'));
  await withPageOf(bench, (page) =>
    page.evaluate(`(() => {
      const getChat = window.WWebJS.getChat;
      window.WWebJS.getChat = async (...args) => { await window.letGo; return getChat(...args); };
    })()`),
  );
  const sending = send(50);
  const finding = find(50);
  t.notOk(friend.messages().some(({ body }) => body === 'text 50'));
  await withPageOf(bench, (page) => page.evaluate('window.go()'));
  t.match(await finding, { messageId: (await sending).messageId });
  await stop(bench, worker);
});
