import { pino } from 'pino';
import t from 'tap';
import type { ListedSession, SessionList } from '@whatsapp-service/supervisor/directory/directory.ts';
import type { RestorationStart } from '@whatsapp-service/supervisor/restore/restoration.ts';
import { Reconciler } from '@whatsapp-service/supervisor/sessions/reconciler.ts';
import type { ReconcilerOptions } from '@whatsapp-service/supervisor/sessions/reconciler.ts';
import type { SessionActor } from '@whatsapp-service/supervisor/sessions/session-actor.ts';
import { newRecord } from '@whatsapp-service/supervisor/sessions/session-record.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const nothing = { total: 0, restored: 0, failed: 0, remaining: 0 };

/** A reconciler over a list and sessions, and what it has done with them. */
function reconcilerOf(given: Partial<ReconcilerOptions> & { readonly ids?: readonly string[] }) {
  const clock = new FakeClock();
  const list: SessionList = {
    sessions: ['anna', 'ben'].map((sessionId) => ({ sessionId, userId: null, instanceName: null })),
    malformed: [],
  };
  const done: string[] = [];
  const here = (given.ids ?? []).map((id) => ({ record: newRecord(id, 0, { linked: 'yes', desired: 'running', state: 'connected' }) }));
  const options: ReconcilerOptions = {
    sync: { look: async () => list, take: async () => list },
    registry: { all: () => here as unknown as SessionActor[] },
    restorer: {
      admit: (listed: readonly ListedSession[]) => {
        done.push(`admit ${listed.length}`);
        return listed.map(({ sessionId }) => ({ record: newRecord(sessionId, 0, {}) }) as unknown as SessionActor);
      },
      retire: (ids) => void done.push(`retire ${ids.join()}`),
      restore: async (actors, { source }: RestorationStart) => {
        done.push(`restore ${actors.map(({ record }) => record.sessionId).join()} of ${source}`);
      },
      progress: () => nothing,
    },
    isRestoring: () => false,
    clock,
    startedMs: 0,
    logger: pino({ enabled: false }),
    ...given,
  };
  return { reconciler: new Reconciler(options), done };
}

t.test('what is listed is started and what is not is ended, once a person says so', async (t) => {
  const { reconciler, done } = reconcilerOf({ ids: ['anna', 'old'] });
  const expected = { listed: 2, to_start: [{ session_id: 'ben' }], to_end: [{ session_id: 'old', status: 'connected' }], left_alone: [] };
  t.match(await reconciler.drift(), expected);
  t.strictSame(done, [], 'asking does nothing');
  t.match(await reconciler.reconcile(), expected);
  t.strictSame(done, ['retire old', 'admit 2', 'restore ben of django']);
});

t.test('where nothing differs no restoration is begun', async (t) => {
  const { reconciler, done } = reconcilerOf({ ids: ['anna', 'ben'] });
  t.match(await reconciler.reconcile(), { to_start: [], to_end: [] });
  t.strictSame(done, ['retire ', 'admit 2']);
});

t.test('while sessions come back nothing is done, also where that began while Django was asked', async (t) => {
  const refused = { code: 'SUP_STILL_RESTORING', statusCode: 409 };
  const early = reconcilerOf({ isRestoring: () => true });
  await t.rejects(early.reconciler.reconcile(), refused);
  t.match(await early.reconciler.drift(), { listed: 2 }, 'looking is no harm');
  let isRestoring = false;
  const take = async (): Promise<SessionList> => {
    isRestoring = true;
    return { sessions: [], malformed: [] };
  };
  const late = reconcilerOf({ isRestoring: () => isRestoring, sync: { look: take, take } });
  await t.rejects(late.reconciler.reconcile(), refused);
  t.strictSame([...early.done, ...late.done], []);
});

t.test('without Django there is nothing to compare with', async (t) => {
  const { reconciler } = reconcilerOf({ sync: undefined });
  await t.rejects(reconciler.drift(), { code: 'SUP_NO_DJANGO', statusCode: 409 });
  await t.rejects(reconciler.reconcile(), { code: 'SUP_NO_DJANGO' });
});
