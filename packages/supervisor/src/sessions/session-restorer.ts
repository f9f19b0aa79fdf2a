import type { RestorationProgress } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { ListedSession } from '../directory/directory.ts';
import type { EventLog } from '../events/event-log.ts';
import { Restoration } from '../restore/restoration.ts';
import type { RestorationStart } from '../restore/restoration.ts';
import type { RestorationStore } from '../restore/restoration-store.ts';
import { restoreOrder } from '../restore/restore-order.ts';
import type { SessionActor } from './session-actor.ts';
import { outlivesTheList } from './adoption.ts';
import { reasons } from './session-reasons.ts';
import type { SessionRecord } from './session-record.ts';
import type { SelfRestore } from './self-restore.ts';
import type { SessionRegistry } from './session-registry.ts';

export interface SessionRestorerOptions {
  readonly registry: SessionRegistry;
  readonly selfRestore: Pick<SelfRestore, 'pending' | 'usedBackup'>;
  readonly eventLog: EventLog;
  readonly store: RestorationStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly maxSessions: number;
}

/** Brings the listed sessions back and keeps account of it. */
export class SessionRestorer {
  readonly #options: SessionRestorerOptions;
  #current: Restoration | undefined;
  #abandoned = false;
  readonly #abandonment = Promise.withResolvers<void>();

  constructor(options: SessionRestorerOptions) {
    this.#options = options;
  }

  /** How far the present restoration is; zeros before the list is known. */
  progress(): RestorationProgress {
    return this.#current?.progress() ?? { total: 0, restored: 0, failed: 0, remaining: 0 };
  }

  /** Makes the listed sessions known, and says which of them are to run. */
  admit(listed: readonly ListedSession[]): SessionActor[] {
    const { registry, maxSessions, logger } = this.#options;
    const wanted: SessionActor[] = [];
    for (const { sessionId, userId, instanceName } of listed) {
      const known = registry.find(sessionId);
      if (known === undefined && registry.size >= maxSessions) {
        logger.error(`✗ Failed to restore session ${sessionId}: MAX_SESSIONS (${maxSessions}) is reached`);
        continue;
      }
      const actor = known ?? registry.add(sessionId, {});
      actor.describe({ userId, instanceName });
      if (actor.record.desired === 'running') wanted.push(actor);
    }
    return wanted;
  }

  /** Says of each session that the application does not list why it is not running; one that was taken over ends, where the list is fresh. */
  explainUnlisted(listed: ReadonlySet<string>, source: 'django' | 'last_known'): void {
    const { registry, clock } = this.#options;
    for (const actor of registry.all()) {
      if (listed.has(actor.record.sessionId) || actor.record.desired !== 'running') continue;
      if (actor.state === 'stopped') actor.describe({ reason: reasons.notListed });
      else if (source === 'django' && !outlivesTheList(actor.record, clock.now())) this.retire([actor.record.sessionId]);
    }
  }

  /** Starts the sessions in their order and resolves once each is connected or has failed. */
  async restore(actors: readonly SessionActor[], start: RestorationStart): Promise<void> {
    const { clock, eventLog, store, logger, selfRestore } = this.#options;
    const ordered = restoreOrder(actors.map((actor) => ({ actor, ...actor.record }))).map(({ actor }) => actor);
    const restoration = new Restoration(
      start,
      ordered.map((actor) => actor.record.sessionId),
    );
    this.#current = restoration;
    const outcomes = ordered.map(async (actor) => {
      const outcome = await restoreOne(actor, clock, selfRestore);
      this.#settled(restoration, actor.record.sessionId, outcome);
    });
    store.save(restoration.report());
    // Sessions that are handed over come to no outcome here.
    await Promise.race([Promise.all(outcomes), this.#abandonment.promise]);
    if (this.#abandoned) return;
    restoration.completed(clock.now());
    const report = restoration.report();
    store.save(report);
    eventLog.append({
      type: 'service.restoration_completed',
      sessionId: null,
      identity: report.began_at,
      data: { ...report },
    });
    logger.info(`Session restoration complete: ${report.restored} restored, ${report.failed} failed`);
  }

  /** The service ends: what is not back by now is no failure of its session. */
  abandon(): void {
    this.#abandoned = true;
    this.#abandonment.resolve();
  }

  /** Ends the sessions that the application no longer lists; their profiles stay on disk. */
  retire(sessionIds: readonly string[]): void {
    for (const sessionId of sessionIds) {
      this.#options.registry.find(sessionId)?.stop(reasons.notListed, { keepDesired: true });
    }
  }

  #settled(restoration: Restoration, sessionId: string, outcome: Outcome): void {
    if (this.#abandoned) return;
    const { clock, eventLog, logger } = this.#options;
    if (outcome.restored) {
      restoration.restored(sessionId, clock.now(), outcome);
      logger.info({ session_id: sessionId, adopted: outcome.adopted }, `✓ Session restored: ${sessionId}`);
    } else {
      restoration.failed(sessionId, outcome.message, clock.now());
      logger.error({ session_id: sessionId }, `✗ Failed to restore session ${sessionId}: ${outcome.message}`);
    }
    const progress = restoration.progress();
    eventLog.append({
      type: 'service.restoration_progress',
      sessionId: null,
      identity: `${restoration.report().began_at} ${sessionId}`,
      data: { session_id: sessionId, ...outcome, ...progress },
    });
  }
}

/** A session that was taken over without a connection to WhatsApp may come back within this, and count as restored. */
const lostAtMostMs = 10_000;

/** `adopted`: its worker had outlived the earlier supervisor. */
type Outcome = { restored: true; adopted: boolean; message?: string } | { restored: false; message: string };

/** Starts one session and resolves with what came of its first try; the start queue and its deadlines bound the wait. */
async function restoreOne(actor: SessionActor, clock: Clock, selfRestore: SessionRestorerOptions['selfRestore']): Promise<Outcome> {
  const { sessionId } = actor.record;
  return new Promise((resolve) => {
    let stopWaiting: () => void = () => undefined;
    let isRepaired = false;
    const settle = (outcome: Outcome | undefined): void => {
      if (outcome === undefined) return;
      unwatch();
      stopWaiting();
      resolve(outcome);
    };
    const look = (): void => {
      // A backup is looked for in the place of a damaged profile: the session starts from it, or has failed.
      const repair = selfRestore.pending(sessionId);
      if (repair === undefined) return settle(outcomeOf(actor.record, actor, isRepaired ? selfRestore.usedBackup(sessionId) : undefined));
      isRepaired = true;
      void repair.then(look);
    };
    const unwatch = actor.watch(look);
    // No start bounds this one, and an account whose place another browser has may wait for ever.
    if (actor.adopted !== undefined) {
      stopWaiting = clock.after(lostAtMostMs, () => {
        if (actor.record.reason?.code === 'connection_lost') settle({ restored: false, message: messageOf(actor.record) });
      });
    }
    actor.start('restoration');
    // A start may change nothing, for a session that is running already.
    look();
  });
}

function outcomeOf(record: SessionRecord, { adopted }: Pick<SessionActor, 'adopted'>, backupId: string | undefined): Outcome | undefined {
  switch (record.state) {
    case 'connected':
      return {
        restored: true,
        adopted: adopted !== undefined,
        ...(backupId === undefined ? {} : { message: `Its profile was damaged; it goes on from backup ${backupId}` }),
      };
    case 'pairing':
      return { restored: false, message: 'A QR code has to be scanned' };
    case 'unlinked':
    case 'failed':
    case 'backoff':
    case 'stopped':
      return { restored: false, message: messageOf(record) };
    case 'queued':
    case 'starting':
    case 'authenticating':
    case 'reconnecting':
    case 'unresponsive':
    case 'stopping':
    case 'logging_out':
    case 'adopting':
      return undefined;
  }
}

function messageOf({ reason }: SessionRecord): string {
  if (reason?.code === 'auth_missing') return 'Auth file not found';
  return reason?.message ?? 'No reason is known';
}
