import t from 'tap';
import type { Test } from 'tap';
import { FakeClock } from '../support/fake-clock.ts';
import { eventually, openReceiver, webhookLab } from '../support/webhook-lab.ts';
import type { Received } from '../support/webhook-lab.ts';

const numbersOf = (received: readonly Received[]) => received.map(({ event }) => event.data['number']);

/** Three dead letters of one session, refused five times each, in a lab whose time goes on only while something is waited for. */
async function labWithLetters(t: Test) {
  const receiver = await openReceiver(t);
  receiver.behaviour.answer = () => 422;
  const clock = new FakeClock();
  const lab = webhookLab(t, {}, clock);
  const opened = lab.open();
  const { id } = await opened.webhooks.create({ url: receiver.url });
  const comes = async (what: string, isTrue: () => boolean): Promise<void> =>
    eventually(what, () => {
      clock.advance(5_000);
      return isTrue();
    });
  const lettersOf = (webhooks = opened.webhooks) => webhooks.deadLetters(id, 0, 10).dead_letters;
  for (let count = 0; count < 3; count += 1) opened.log('a');
  await comes('they are given up', () => lettersOf().length === 3);
  receiver.received.length = 0;
  return { ...opened, lab, id, receiver, comes, lettersOf };
}

t.test(
  'dead letters are tried anew in their order, beside the new events; one that is refused again is kept with all its attempts',
  async (t) => {
    const { webhooks, log, id, receiver, comes, lettersOf } = await labWithLetters(t);
    receiver.behaviour.answer = ({ event }) => (event.data['number'] === 2 ? 422 : 204);
    t.strictSame(webhooks.redrive(id, undefined), { redriven: 3 });
    t.strictSame(webhooks.redrive(id, undefined), { redriven: 0 }, 'what is under way is not begun twice');
    t.equal(webhooks.get(id).pending, 3);
    log('a');
    await comes('the new one arrives', () => numbersOf(receiver.received).includes(4));
    await comes('the second one is given up again', () => webhooks.get(id).pending === 0);
    t.strictSame(
      numbersOf(receiver.received).filter((number) => number !== 4),
      [1, 2, 2, 2, 2, 2, 3],
    );
    t.match(lettersOf(), [{ event: { data: { number: 2 } }, attempts: 10, redriven_at: null }]);
    t.equal(lettersOf().length, 1);
  },
);

t.test('dead letters that are named are tried or deleted, and no other', async (t) => {
  const { webhooks, id, receiver, comes, lettersOf } = await labWithLetters(t);
  const [first, second, third] = lettersOf().map((letter) => letter.id);
  receiver.behaviour.answer = () => 204;
  t.strictSame(webhooks.redrive(id, [Number(second)]), { redriven: 1 });
  await comes('it arrives', () => lettersOf().length === 2);
  t.strictSame(numbersOf(receiver.received), [2]);
  t.strictSame(webhooks.purge(id, [Number(first), Number(second)]), { purged: 1 });
  t.match(lettersOf(), [{ id: third }]);
});

t.test('dead letters that were to be tried anew are tried after a restart', async (t) => {
  const { webhooks, id, receiver, comes, lettersOf, lab, close } = await labWithLetters(t);
  receiver.behaviour.answer = () => 503;
  webhooks.redrive(id, undefined);
  await comes('it was tried', () => receiver.received.length > 0);
  await close();
  receiver.behaviour.answer = () => 204;
  const again = lab.open();
  await comes('all arrive', () => lettersOf(again.webhooks).length === 0);
  t.strictSame([...new Set(numbersOf(receiver.received))], [1, 2, 3]);
});
