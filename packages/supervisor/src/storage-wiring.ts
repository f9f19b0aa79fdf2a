import { join } from 'node:path';
import type { Logger } from 'pino';
import { mediaUrls } from '@whatsapp-service/shared/api/media-url.ts';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import type { Settings } from './config/settings.ts';
import { EventLog } from './events/event-log.ts';
import { MessageCursors } from './events/message-cursors.ts';
import { ManagedKeyStore } from './keys/managed-key-store.ts';
import { RestorationStore } from './restore/restoration-store.ts';
import { LastWords } from './sessions/last-words.ts';
import { FactStore } from './storage/fact-store.ts';
import { Storage } from './storage/storage.ts';
import { WorkerLedger } from './workers/worker-ledger.ts';

/** Where workers leave what they could not tell. */
export function lastWordsDirOf({ dataDir }: Settings): string {
  return join(dataDir, 'last-words');
}

/** Opens all that lies on the disk, behind one gate for what is written. */
export function openStorage({ settings, logger }: { settings: Settings; logger: Logger }) {
  const { authDir: AUTH_DIR, cacheDir: CACHE_DIR, dataDir: DATA_DIR } = settings;
  const storage = new Storage({ folders: { AUTH_DIR, CACHE_DIR, DATA_DIR }, clock: systemClock, logger });
  const { database, writes } = storage;
  const eventLog = new EventLog(database, systemClock, writes);
  const cursors = new MessageCursors(database, writes);
  const withMediaUrl = mediaUrls(settings.http.basePath);
  return {
    storage,
    facts: new FactStore(database, writes),
    eventLog,
    cursors,
    restorations: new RestorationStore(database, writes),
    keys: new ManagedKeyStore(database, writes),
    ledger: new WorkerLedger(join(DATA_DIR, 'workers'), writes),
    lastWords: new LastWords({ folder: lastWordsDirOf(settings), eventLog, cursors, withMediaUrl, writes, logger }),
  };
}
