import t from 'tap';
import type { Phone } from '@whatsapp-service/simulator/phone/phone.ts';
import { Lab } from '../support/lab.ts';
import { until } from '../support/service-process.ts';
import type { ServiceProcess } from '../support/service-process.ts';

// The page has what came while it was away before the library listens: it tells of none of that.
const lab = await Lab.open({ offlineDelivery: 'before' });
t.teardown(() => lab.close());
const anna = lab.newPhone();
const [carol, dave] = [lab.newPhone(), lab.newPhone()];
carol.send(anna.number, 'before the link', new Date(Date.now() - 60_000));
const first = await lab.startService({ HANDOVER_GRACE_SECONDS: '0' });
await lab.link(first, 'anna', anna);
await lab.waitForLinkOnDisk('anna');

const everyMs = 100;
/** However long a busy machine takes. */
const unbounded = { BACKFILL_LIMIT: '100000' };

/** People who write to Anna all the time, and Anna's own phone that writes as well, until they are stopped. */
class Writers {
  readonly sent = new Map<string, string[]>();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => {
      for (const person of [carol, dave]) this.#write(person, anna, person);
      this.#write(anna, carol, carol);
    }, everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #write(from: Phone, to: Phone, chat: Phone): void {
    const texts = this.sent.get(chat.number) ?? [];
    const text = `${from.number} ${texts.length}`;
    this.sent.set(chat.number, [...texts, text]);
    from.send(to.number, text);
  }
}

interface Told {
  readonly texts: Map<string, string[]>;
  readonly backfilled: number;
}

/** What the log has of messages, by chat, in its order. */
async function told(service: ServiceProcess): Promise<Told> {
  const events = (await service.events('anna')).filter(({ type }) => type === 'message.received' || type === 'message.sent');
  const texts = new Map<string, string[]>();
  for (const { data } of events) {
    const chat = String(data['chat_id']).replace('@c.us', '');
    texts.set(chat, [...(texts.get(chat) ?? []), String(data['text'])]);
  }
  return { texts, backfilled: events.filter(({ data }) => data['backfilled'] === true).length };
}

/** Resolves with what is told once it is as much as was sent; with what there is when that does not come. */
async function allTold(service: ServiceProcess, { sent }: Writers): Promise<Told> {
  const count = (texts: ReadonlyMap<string, readonly string[]>): number => [...texts.values()].flat().length;
  await until(async () => (count((await told(service)).texts) >= count(sent) ? true : undefined), 60_000);
  return told(service);
}

await t.test(
  'messages before, during and after a restart, a killed worker and a killed service: each is told once, in its order',
  async (t) => {
    const writers = new Writers();
    t.teardown(() => writers.stop());
    await first.waitForEvent(({ type }) => type === 'message.received');
    t.equal(await first.stop(), 0);
    const second = await lab.startService(unbounded);
    await second.waitForStatus('anna', 'connected');
    await second.waitForEvent(({ data }) => data['backfilled'] === true);
    process.kill(lab.workerOf('anna').pid, 'SIGKILL');
    await second.waitForSession('anna', ({ restarts, status }) => restarts > 0 && status === 'connected');
    await second.stop('SIGKILL');
    const third = await lab.startService(unbounded);
    await third.waitForStatus('anna', 'connected');
    writers.stop();
    const { texts, backfilled } = await allTold(third, writers);
    for (const [chat, sent] of writers.sent) t.strictSame(texts.get(chat), sent, `the chat with ${chat}`);
    t.ok(backfilled > 0, `${backfilled} were fetched afterwards`);
    t.notOk([...texts.values()].flat().includes('before the link'));
    const gaps = (await third.events('anna')).filter(({ type }) => type === 'messages.gap');
    t.strictSame(gaps, []);
    t.equal(await third.stop(), 0);
  },
);

await t.test('a bound that cuts something off says so', async (t) => {
  for (let n = 0; n < 8; n += 1) carol.send(anna.number, `bounded ${n}`);
  const service = await lab.startService({ BACKFILL_LIMIT: '5', BACKFILL_MAX_AGE: '2d' });
  const gap = await service.waitForEvent(({ type }) => type === 'messages.gap');
  t.match(gap, { session_id: 'anna', data: { chat_id: `${carol.number}@c.us`, from: /Z$/, to: /Z$/ } });
  await service.waitForEvent(({ data }) => data['text'] === 'bounded 7');
  const bounded = (await service.events('anna')).filter(({ data }) => String(data['text']).startsWith('bounded'));
  t.strictSame(
    bounded.map(({ data }) => [data['text'], data['backfilled']]),
    [3, 4, 5, 6, 7].map((n) => [`bounded ${n}`, true]),
  );
});
