import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import { BackupMaker } from './backup/backup-maker.ts';
import { BackupRestorer } from './backup/backup-restorer.ts';
import { BackupSchedule } from './backup/backup-schedule.ts';
import { BackupStore } from './backup/backup-store.ts';
import { BackupThreads } from './backup/backup-threads.ts';
import { FolderOwner } from './backup/folder-owner.ts';
import { listBackups } from './backup/list-backups.ts';
import { NewestGoodBackup } from './backup/newest-good-backup.ts';
import { leftoversIn, removeLeftovers } from './backup/remove-leftovers.ts';
import type { Settings } from './config/settings.ts';
import type { EventLog } from './events/event-log.ts';
import type { MessageCursors } from './events/message-cursors.ts';
import type { BackupsPort } from './http/services.ts';
import type { AuthStore } from './sessions/auth-store.ts';
import type { SelfRestore } from './sessions/self-restore.ts';
import type { SessionManager } from './sessions/session-manager.ts';
import type { SessionRegistry } from './sessions/session-registry.ts';
import { reasons } from './sessions/session-reasons.ts';
import type { FactStore } from './storage/fact-store.ts';
import type { RestoredSessions } from './backup/session-ports.ts';

export interface BackupParts {
  readonly settings: Settings;
  readonly logger: Logger;
}

/** Makes what backs sessions up and restores them. */
export function createBackups(
  { settings, logger }: BackupParts,
  parts: {
    readonly registry: SessionRegistry;
    readonly manager: SessionManager;
    readonly auth: AuthStore;
    readonly eventLog: EventLog;
    readonly cursors: MessageCursors;
    readonly facts: FactStore;
    readonly selfRestore: Pick<SelfRestore, 'close'>;
  },
) {
  const { auth, cursors, eventLog, facts, registry, selfRestore } = parts;
  const { folder, retention, secret, times } = settings.backups;
  const store = new BackupStore(folder);
  const threads = new BackupThreads();
  const owner = new FolderOwner(folder, ownerIdOf(facts));
  const common = { store, threads, auth, eventLog, logger, secret, clock: systemClock };
  const maker = new BackupMaker({ ...common, sessions: registry, retention, owner });
  const schedule = new BackupSchedule({ times, run: async () => maker.runAll(), facts, clock: systemClock, logger });
  const restorer = new BackupRestorer({ ...common, sessions: restoredSessions(parts), maxSessions: settings.maxSessions });
  const linkedSinceMs = (sessionId: string): number | undefined => cursors.sinceMs(sessionId);
  return {
    schedule: () => schedule.view(),
    port: portOf({ store, maker, restorer, logger }),
    fallback: new NewestGoodBackup({ store, restorer, facts, linkedSinceMs }),
    start: () => {
      schedule.start();
      clearLeftovers(settings, maker).catch((error: unknown) => logger.warn({ err: error }, 'Half a backup may have been left behind'));
    },
    /** Begins nothing further. */
    cancel: () => {
      for (const each of [schedule, maker, selfRestore]) each.close();
    },
    /** Breaks off what is under way. */
    close: async () => threads.close(),
  };
}

/** What lies half done in the folder of another service is that one's. */
async function clearLeftovers({ authDir, backups: { folder } }: Settings, maker: BackupMaker): Promise<void> {
  const [ofProfiles, ofBackups] = await Promise.all([leftoversIn(authDir), leftoversIn(folder)]);
  await removeLeftovers(ofProfiles);
  await maker.assertOwner();
  await removeLeftovers(ofBackups);
}

/** What names this service in the folder of its backups, for as long as its data folder lives. */
function ownerIdOf(facts: FactStore): string {
  const known = facts.read(ownerFact);
  if (typeof known === 'string') return known;
  const made = randomUUID();
  facts.write(ownerFact, made);
  return made;
}

const ownerFact = 'backup_owner';

interface PortParts {
  readonly store: BackupStore;
  readonly maker: BackupMaker;
  readonly restorer: BackupRestorer;
  readonly logger: Logger;
}

/** What the routes call. */
function portOf({ store, maker, restorer, logger }: PortParts): BackupsPort {
  return {
    create: async (sessionId) => maker.create(sessionId),
    createAll: async () => maker.createAll(),
    list: async (query) => listBackups(store, query),
    get: async (id): Promise<BackupView> => store.view(id),
    verify: async (id) => restorer.verify(id),
    restore: async (id) => restorer.restore(id),
    remove: async (id) => {
      await maker.assertOwner();
      await store.remove(id);
      logger.info({ backup_id: id }, `Backup ${id} was deleted by request`);
    },
  };
}

function restoredSessions({
  manager,
  registry,
}: {
  readonly registry: SessionRegistry;
  readonly manager: SessionManager;
}): RestoredSessions {
  const reason = reasons.backupRestored;
  return {
    get size() {
      return registry.size;
    },
    find: (sessionId) => registry.find(sessionId),
    assertIdle: (sessionId) => manager.assertIdle(sessionId),
    restored: (sessionId) => {
      const actor = registry.find(sessionId);
      if (actor === undefined) {
        registry.add(sessionId, { linked: 'yes', desired: 'stopped', reason });
        return;
      }
      actor.stop(reason, { keepDesired: true });
      actor.describe({ linked: 'yes', unlinkedReason: null, reason });
    },
  };
}
