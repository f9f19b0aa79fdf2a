import { pino } from 'pino';
import t from 'tap';
import { newRecord } from '@whatsapp-service/supervisor/sessions/session-record.ts';
import type { SessionRecord } from '@whatsapp-service/supervisor/sessions/session-record.ts';
import { SelfRestore } from '@whatsapp-service/supervisor/sessions/self-restore.ts';
import type { FallbackOutcome } from '@whatsapp-service/supervisor/backup/newest-good-backup.ts';

const damaged = { code: 'auth_corrupt', message: 'The profile is damaged.' } as const;

function setUp(given: Partial<SessionRecord> = {}) {
  const outcome = Promise.withResolvers<FallbackOutcome>();
  const calls: string[] = [];
  const fallback = {
    putInPlace: async (sessionId: string) => {
      calls.push(`put ${sessionId}`);
      return outcome.promise;
    },
    connected: (sessionId: string) => void calls.push(`connected ${sessionId}`),
  };
  const session = {
    record: newRecord('shop', 0, { state: 'unlinked', reason: damaged, ...given }),
    get state() {
      return this.record.state;
    },
    change(patch: Partial<SessionRecord>) {
      this.record = { ...this.record, ...patch };
    },
    describe(patch: Partial<SessionRecord>) {
      this.change(patch);
    },
    start: (intent: string) => void calls.push(`start ${intent}`),
  };
  return { calls, outcome, session, selfRestore: new SelfRestore(() => fallback, pino({ level: 'silent' })) };
}

t.test('a damaged profile’s session starts from the backup that was put in its place', async (t) => {
  const { calls, outcome, selfRestore, session } = setUp();
  selfRestore.entered(session);
  t.match(session.record.reason, {
    code: 'auth_corrupt',
    message: 'The profile is damaged. The newest good backup is being put in its place.',
  });
  const pending = selfRestore.pending('shop');
  selfRestore.entered(session);
  t.equal(selfRestore.pending('shop'), pending, 'one search at a time');
  session.change({ state: 'stopped' });
  outcome.resolve({ backupId: 'b' });
  await pending;
  t.strictSame(calls, ['put shop', 'start backup']);
  t.equal(selfRestore.usedBackup('shop'), 'b');
  t.equal(selfRestore.pending('shop'), undefined);
});

t.test('of many that are damaged at once each has its turn, and a service that ends begins none', async (t) => {
  const outcomes = Promise.withResolvers<FallbackOutcome>();
  const begun: string[] = [];
  const putInPlace = async (sessionId: string): Promise<FallbackOutcome> => {
    begun.push(sessionId);
    return outcomes.promise;
  };
  const selfRestore = new SelfRestore(() => ({ putInPlace, connected: () => undefined }), pino({ level: 'silent' }));
  for (const id of ['a', 'b']) {
    const record = newRecord(id, 0, { state: 'unlinked', reason: damaged });
    selfRestore.entered({ record, state: record.state, describe: () => undefined, start: () => undefined });
  }
  const ended = Promise.all(['a', 'b'].map(async (id) => selfRestore.pending(id)));
  await new Promise((resolve) => setImmediate(resolve));
  t.strictSame(begun, ['a']);
  selfRestore.close();
  outcomes.resolve({ why: 'There is none.' });
  await ended;
  t.strictSame(begun, ['a']);
});

t.test('where there is none the session says why', async (t) => {
  const { calls, outcome, selfRestore, session } = setUp();
  selfRestore.entered(session);
  outcome.resolve({ why: 'There is none.' });
  await selfRestore.pending('shop');
  t.strictSame(session.record.reason, { code: 'auth_corrupt', message: 'The profile is damaged. There is none.' });
  t.strictSame(calls, ['put shop']);
});

t.test('it is not started where a person has stopped it meanwhile, or the service ends', async (t) => {
  const stopped = setUp();
  stopped.selfRestore.entered(stopped.session);
  stopped.session.change({ desired: 'stopped', state: 'stopped' });
  stopped.outcome.resolve({ backupId: 'b' });
  await stopped.selfRestore.pending('shop');
  t.strictSame(stopped.calls, ['put shop']);

  const ending = setUp();
  ending.selfRestore.entered(ending.session);
  ending.selfRestore.close();
  ending.outcome.resolve({ backupId: 'b' });
  await ending.selfRestore.pending('shop');
  t.strictSame(ending.calls, ['put shop']);
  ending.selfRestore.entered(ending.session);
  t.strictSame(ending.calls, ['put shop'], 'and nothing begins any more');
});

t.test('only a damaged profile is made up for, of a session that is to run; a connection ends the search', (t) => {
  const lost = setUp({ reason: { code: 'logged_out', message: 'Removed on the phone.' } });
  lost.selfRestore.entered(lost.session);
  const unwanted = setUp({ desired: 'stopped' });
  unwanted.selfRestore.entered(unwanted.session);
  t.strictSame([...lost.calls, ...unwanted.calls], []);
  const connected = setUp({ state: 'connected', reason: null });
  connected.selfRestore.entered(connected.session);
  t.strictSame(connected.calls, ['connected shop']);
  t.end();
});
