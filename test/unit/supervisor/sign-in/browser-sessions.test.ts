import t from 'tap';
import type { Caller } from '@whatsapp-service/supervisor/keys/caller.ts';
import { BrowserSessions } from '@whatsapp-service/supervisor/sign-in/browser-sessions.ts';
import { memoryFacts } from '../../../support/memory-facts.ts';

function setUp() {
  const facts = memoryFacts();
  const valid = new Set(['one', 'two']);
  const clock = { nowMs: 1_000, now: () => clock.nowMs };
  const expires: { ms: number | null } = { ms: null };
  const byId = (keyId: string): Caller | undefined =>
    valid.has(keyId.slice(3)) ? { keyId, name: keyId, scopes: ['send'], sessionPrefix: 'a_', expiresMs: expires.ms } : undefined;
  const keys = { byId, find: (key: string) => byId(`id-${key}`) };
  const open = () => new BrowserSessions({ facts, keys, clock });
  return { facts, valid, expires, clock, open };
}

t.test('a sign-in outlives a restart of the service, and its token is not kept', async (t) => {
  const { facts, open } = setUp();
  const signedIn = open().signIn('one');
  const token = signedIn?.token ?? '';
  t.ok(signedIn);
  t.equal(open().find(token)?.expiresMs, signedIn?.expiresMs);
  t.notMatch(JSON.stringify(facts.read('browser_sessions')), token);
  t.equal(open().signIn('three'), undefined);
});

t.test('it ends after twelve hours, and with its key', async (t) => {
  const { clock, open, valid } = setUp();
  const sessions = open();
  const first = sessions.signIn('one')?.token ?? '';
  const second = sessions.signIn('two')?.token ?? '';
  valid.delete('one');
  t.equal(sessions.find(first), undefined);
  t.ok(sessions.find(second));
  clock.nowMs += 12 * 60 * 60_000;
  t.equal(sessions.find(second), undefined);
});

t.test('it may do what its key may, and does not outlive it', async (t) => {
  const { expires, open } = setUp();
  expires.ms = 61_000;
  const sessions = open();
  const signedIn = sessions.signIn('one');
  t.equal(signedIn?.expiresMs, 61_000);
  t.match(sessions.find(signedIn?.token ?? ''), { caller: { keyId: 'id-one', scopes: ['send'], sessionPrefix: 'a_' }, expiresMs: 61_000 });
});

t.test('the oldest make room, so that what is kept does not grow', async (t) => {
  const { facts, open } = setUp();
  const sessions = open();
  const tokens = Array.from({ length: 205 }, () => sessions.signIn('one')?.token ?? '');
  t.equal(sessions.find(tokens[0] ?? ''), undefined);
  t.ok(sessions.find(tokens.at(-1) ?? ''));
  t.equal((facts.read('browser_sessions') as unknown[]).length, 200);
});
