import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { ListedSession } from '../directory/directory.ts';
import type { DirectorySync } from '../directory/directory-sync.ts';
import type { RestorationStart } from '../restore/restoration.ts';
import type { SessionRegistry } from './session-registry.ts';
import type { SessionRestorer } from './session-restorer.ts';

export interface BringBackOptions {
  readonly registry: SessionRegistry;
  readonly restorer: SessionRestorer;
  /** Undefined where the embedded list is the source. */
  readonly sync: DirectorySync | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly serviceStoppedMs: number | null;
  readonly serviceStartedMs: number;
  /** Told once the sessions of the start are back or have failed. */
  readonly onRestored: () => void;
}

/** The whole of a restoration: the list, the sessions, and what differs once Django answers. */
export async function bringBack(options: BringBackOptions): Promise<void> {
  const { registry, restorer, sync, onRestored } = options;
  if (sync === undefined) {
    await restorer.restore(runningOf(registry), startOf(options, 'embedded'));
    onRestored();
    return;
  }
  const list = await sync.initialList();
  const wanted = restorer.admit(list.sessions);
  restorer.explainUnlisted(new Set(list.sessions.map((session) => session.sessionId)), list.source);
  const restored = restorer.restore(wanted, startOf(options, list.source)).then(onRestored);
  if (list.source === 'last_known') await reconcile(options, sync, list.sessions, restored);
  await restored;
}

/** Django has answered after all: what it lists anew is started, what it no longer lists is ended. */
async function reconcile(
  options: BringBackOptions,
  sync: DirectorySync,
  used: readonly ListedSession[],
  restored: Promise<void>,
): Promise<void> {
  const { restorer, logger } = options;
  const fresh = await sync.listWhenReachable();
  if (fresh === undefined) return;
  const listed = new Set(fresh.map((session) => session.sessionId));
  const known = new Set(used.map((session) => session.sessionId));
  const gone = [...known].filter((sessionId) => !listed.has(sessionId));
  const added = fresh.filter((session) => !known.has(session.sessionId));
  logger.info(`Django answers again: ${added.length} sessions are new in its list, ${gone.length} are no longer in it`);
  restorer.retire(gone);
  // One account at a time: the first restoration's report is closed before the next one begins.
  await restored;
  const wanted = restorer.admit(fresh).filter((actor) => !known.has(actor.record.sessionId));
  if (wanted.length > 0) await restorer.restore(wanted, startOf(options, 'django'));
}

function runningOf(registry: SessionRegistry) {
  return registry.all().filter((actor) => actor.record.desired === 'running');
}

function startOf(options: BringBackOptions, source: RestorationStart['source']): RestorationStart {
  return {
    serviceStoppedMs: options.serviceStoppedMs,
    serviceStartedMs: options.serviceStartedMs,
    beganMs: options.clock.now(),
    source,
  };
}
