import t from 'tap';
import wweb from 'whatsapp-web.js';
import { historyPageOf } from '@whatsapp-service/worker/whatsapp/library/history-page.ts';

const client = new wweb.Client({});
const model = (name: string, body = name) => ({ id: { _serialized: name, remote: '1@c.us', fromMe: false }, type: 'chat', body, t: 1 });
const page = (answer: unknown, limit = 2) => {
  const { messages, nextBefore } = historyPageOf(client, answer, { method: 'chat.messages', limit, beforeMessage: 'before' });
  return [messages.map(({ text }) => text.slice(0, 3)), nextBefore];
};

t.test('a page goes on behind its last message where there is more, whatever cut it short', async (t) => {
  const [a, b, c] = [model('a'), model('b'), model('c')];
  t.strictSame(page({ models: [a, b], cut: false }), [['a', 'b'], null], 'the beginning is reached');
  t.strictSame(page({ models: [a, b, c], cut: false }), [['a', 'b'], 'b'], 'by the limit');
  t.strictSame(page({ models: [a], cut: true }), [['a'], 'a'], 'by the steps');
  const large = ['a', 'b', 'c', 'd'].map((name) => model(name, name + '€'.repeat(69_000)));
  t.strictSame(page({ models: large, cut: false }, 4), [['a€€', 'b€€', 'c€€'], 'c'], 'by the frame');
  t.strictSame(page({ models: [], cut: false }), [[], null]);
});

t.test('a page that was not reached in so many steps can be asked for again, and one before no message is refused', async (t) => {
  t.throws(() => page({ models: [], cut: true }), { code: 'WRK_CALL_FAILED', message: /not reached in 200 steps; ask again/ });
  t.throws(() => page('no_message'), { code: 'WRK_MESSAGE_NOT_FOUND', message: /before/ });
});

t.test('an answer of the page that is none is an empty page', async (t) => {
  for (const odd of [undefined, null, 7, {}, { models: 'x', cut: 'x' }]) t.strictSame(page(odd), [[], null]);
});
