import type { DriftView } from '@whatsapp-service/shared/api/drift-view.ts';
import { statusOf } from '@whatsapp-service/shared/session/session-status.ts';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { Logger } from 'pino';
import type { DirectorySync } from '../directory/directory-sync.ts';
import type { SessionList } from '../directory/directory.ts';
import { NoDjango, StillRestoring } from '../supervisor-errors.ts';
import { driftOf } from './drift.ts';
import type { SessionRegistry } from './session-registry.ts';
import type { SessionRestorer } from './session-restorer.ts';

export interface ReconcilerOptions {
  /** Undefined where the embedded list is the source. */
  readonly sync: Pick<DirectorySync, 'look' | 'take'> | undefined;
  readonly registry: Pick<SessionRegistry, 'all'>;
  readonly restorer: Pick<SessionRestorer, 'admit' | 'retire' | 'restore' | 'progress'>;
  /** Whether the sessions of the service's start are still coming back. */
  readonly isRestoring: () => boolean;
  readonly clock: Clock;
  readonly startedMs: number;
  readonly logger: Logger;
}

/** Compares the sessions with Django's list while the service runs, and makes them agree when a person says so. */
export class Reconciler {
  readonly #options: ReconcilerOptions;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /** Asks Django and changes nothing; rejects with NoDjango, DirectoryUnavailable or ListHeldBack. */
  async drift(): Promise<DriftView> {
    return this.#viewOf(await this.#sync().look());
  }

  /** Starts what Django lists, ends what it does not, and answers with what is under way; rejects also with StillRestoring. */
  async reconcile(): Promise<DriftView> {
    const { restorer, clock, startedMs, logger } = this.#options;
    const sync = this.#sync();
    this.#refuseWhileRestoring();
    const list = await sync.take();
    // Somebody else may have asked meanwhile: one restoration at a time keeps its account.
    this.#refuseWhileRestoring();
    const view = this.#viewOf(list);
    logger.info(`Reconciling with Django: ${view.to_start.length} sessions are started, ${view.to_end.length} are ended`);
    restorer.retire(view.to_end.map((session) => session.session_id));
    const starting = new Set(view.to_start.map((session) => session.session_id));
    const wanted = restorer.admit(list.sessions).filter((actor) => starting.has(actor.record.sessionId));
    if (wanted.length > 0) {
      const start = { serviceStoppedMs: null, serviceStartedMs: startedMs, beganMs: clock.now(), source: 'django' } as const;
      restorer.restore(wanted, start).catch((error: unknown) => {
        logger.error({ err: error }, 'Reconciling failed; start the sessions one by one');
      });
    }
    return view;
  }

  #sync(): Pick<DirectorySync, 'look' | 'take'> {
    if (this.#options.sync === undefined) throw new NoDjango();
    return this.#options.sync;
  }

  #refuseWhileRestoring(): void {
    if (this.#options.isRestoring() || this.#options.restorer.progress().remaining > 0) throw new StillRestoring();
  }

  #viewOf({ sessions, malformed }: SessionList): DriftView {
    const nowMs = this.#options.clock.now();
    const records = this.#options.registry.all().map(({ record }) => record);
    const { toStart, toEnd, leftAlone } = driftOf(sessions, records, nowMs);
    return {
      checked_at: isoTime(nowMs),
      listed: sessions.length,
      to_start: toStart.map(({ sessionId, instanceName }) => ({ session_id: sessionId, instance_name: instanceName })),
      to_end: toEnd.map(({ sessionId, instanceName, state }) => ({
        session_id: sessionId,
        instance_name: instanceName,
        status: statusOf(state),
      })),
      left_alone: leftAlone.map(({ sessionId }) => sessionId),
      malformed,
    };
  }
}
