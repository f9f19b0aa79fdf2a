import t from 'tap';
import { verdictOf } from '../../chaos/deliveries/verdict.ts';

const written = new Map([
  ['a x', ['1', '2', '3']],
  ['a y', ['4']],
]);
const had = (...texts: string[]) => texts.map((text) => ({ session_id: 'a', chat_id: text === '4' ? 'y' : 'x', text }));

t.test('each message once and in the order of its chat is right, whatever the order of chats', async (t) => {
  t.strictSame(verdictOf('Django', written, had('1', '4', '2', '3')), []);
});

t.test('what is missing, there twice, out of order or of nobody is said', async (t) => {
  t.match(verdictOf('Django', written, had('1', '3')), [/Django, a x: 1 of 3 are missing, the first is "2"/, /a y: 1 of 1/]);
  t.match(verdictOf('Django', written, had('1', '2', '2', '3', '4')), [/a x: 1 are there twice/]);
  t.match(verdictOf('Django', written, had('1', '3', '2', '4')), [/a x: out of order, "3" stands where "2" belongs/]);
  t.match(verdictOf('the log', new Map([['a x', ['1']]]), had('1', '4')), [/the log has a chat that nobody wrote in: a y/]);
});
