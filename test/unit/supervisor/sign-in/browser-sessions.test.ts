import t from 'tap';
import { BrowserSessions } from '@whatsapp-service/supervisor/sign-in/browser-sessions.ts';
import { memoryFacts } from '../../../support/memory-facts.ts';

function setUp() {
  const facts = memoryFacts();
  const valid = new Set(['one', 'two']);
  const clock = { nowMs: 1_000, now: () => clock.nowMs };
  const keys = { idOf: (key: string) => (valid.has(key) ? `id-${key}` : undefined), hasId: (id: string) => valid.has(id.slice(3)) };
  const open = () => new BrowserSessions({ facts, keys, clock });
  return { facts, valid, clock, open };
}

t.test('a sign-in outlives a restart of the service, and its token is not kept', async (t) => {
  const { facts, open } = setUp();
  const signedIn = open().signIn('one');
  const token = signedIn?.token ?? '';
  t.ok(signedIn);
  t.equal(open().expiryOf(token), signedIn?.expiresMs);
  t.notMatch(JSON.stringify(facts.read('browser_sessions')), token);
  t.equal(open().signIn('three'), undefined);
});

t.test('it ends after twelve hours, and with its key', async (t) => {
  const { clock, open, valid } = setUp();
  const sessions = open();
  const first = sessions.signIn('one')?.token ?? '';
  const second = sessions.signIn('two')?.token ?? '';
  valid.delete('one');
  t.equal(sessions.expiryOf(first), undefined);
  t.ok(sessions.expiryOf(second));
  clock.nowMs += 12 * 60 * 60_000;
  t.equal(sessions.expiryOf(second), undefined);
});

t.test('the oldest make room, so that what is kept does not grow', async (t) => {
  const { facts, open } = setUp();
  const sessions = open();
  const tokens = Array.from({ length: 205 }, () => sessions.signIn('one')?.token ?? '');
  t.equal(sessions.expiryOf(tokens[0] ?? ''), undefined);
  t.ok(sessions.expiryOf(tokens.at(-1) ?? ''));
  t.equal((facts.read('browser_sessions') as unknown[]).length, 200);
});
