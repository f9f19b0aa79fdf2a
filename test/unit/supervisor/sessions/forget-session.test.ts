import { setImmediate as turn } from 'node:timers/promises';
import t from 'tap';
import { Turnstile } from '@whatsapp-service/shared/time/turnstile.ts';
import type { SessionState } from '@whatsapp-service/shared/session/session-state.ts';
import { forgetSession } from '@whatsapp-service/supervisor/sessions/forget-session.ts';
import { newRecord } from '@whatsapp-service/supervisor/sessions/session-record.ts';
import type { SessionRecord } from '@whatsapp-service/supervisor/sessions/session-record.ts';

/** A session whose state the test sets. */
function actorOf(sessionId: string, state: SessionState) {
  const watchers = new Set<(record: SessionRecord) => void>();
  const actor = {
    state,
    record: newRecord(sessionId, 0, {}),
    watch: (watcher: (record: SessionRecord) => void) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    stop: () => undefined,
  };
  const become = (next: SessionState): void => {
    actor.state = next;
    for (const watcher of [...watchers]) watcher(actor.record);
  };
  return { actor, become, watchers };
}

function setUp() {
  const turns: (() => void)[] = [];
  const moved: string[] = [];
  const forget = async (actor: ReturnType<typeof actorOf>['actor']) => forgetSession(actor, auth, turnstile);
  const auth = { quarantine: (sessionId: string) => void moved.push(sessionId) };
  const turnstile = new Turnstile(1, (callback) => turns.push(callback));
  const nextTurn = async (): Promise<void> => {
    turns.shift()?.();
    await turn();
  };
  return { moved, forget, nextTurn };
}

t.test('profiles of sessions that are deleted at once are moved aside one in a turn of the loop', async (t) => {
  const { moved, forget, nextTurn } = setUp();
  const deletions = ['a', 'b', 'c'].map(async (id) => forget(actorOf(id, 'stopped').actor));
  await turn();
  t.strictSame(moved, []);
  for (const expected of [['a'], ['a', 'b'], ['a', 'b', 'c']]) {
    await nextTurn();
    t.strictSame(moved, expected);
  }
  await Promise.all(deletions);
});

t.test('a profile stays where it is until no process of its session is left', async (t) => {
  const { moved, forget, nextTurn } = setUp();
  const { actor, become, watchers } = actorOf('a', 'stopping');
  const deletion = forget(actor);
  become('stopping');
  await nextTurn();
  t.strictSame(moved, []);
  become('stopped');
  t.equal(watchers.size, 0);
  await turn();
  await nextTurn();
  t.strictSame(moved, ['a']);
  await deletion;
});
