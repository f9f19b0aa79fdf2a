import { join } from 'node:path';
import type { Logger } from 'pino';
import type { OutgoingContent } from '@whatsapp-service/shared/ipc/outgoing-content.ts';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import type { Settings } from './config/settings.ts';
import { AutoDownload } from './media/auto-download.ts';
import { KeptFolder } from './media/kept-folder.ts';
import { KeptMediaStore } from './media/kept-media-store.ts';
import { KeptMediaUpkeep } from './media/kept-media-upkeep.ts';
import { KeptMedia } from './media/kept-media.ts';
import { MediaFolder } from './media/media-folder.ts';
import { MediaSweep } from './media/media-sweep.ts';
import { Media } from './media/media.ts';
import { AddressGuard } from './outbound/address-guard.ts';
import { OutboundDownload } from './outbound/outbound-download.ts';
import type { EventLog } from './events/event-log.ts';
import type { SessionManager } from './sessions/session-manager.ts';
import type { Storage } from './storage/storage.ts';

const urlTimeoutMs = 60_000;
const uploadTtlMs = 24 * 3_600_000;

/** Where the files of messages lie that are on their way, a folder a session. */
export function mediaRootOf({ dataDir }: Pick<Settings, 'dataDir'>): string {
  return join(dataDir, 'media');
}

/** Those that are kept. */
function keptRootOf({ dataDir }: Pick<Settings, 'dataDir'>): string {
  return join(dataDir, 'kept-media');
}

export interface MediaParts {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly versions: { readonly service: string };
  readonly storage: Storage;
}

/** Makes what takes in files to be sent; `isNeeded` says whether a message that is not settled yet has one. */
export function createMedia({ settings, logger, versions, storage }: MediaParts, isNeeded: (sessionId: string, file: string) => boolean) {
  const folder = new MediaFolder(mediaRootOf(settings));
  const { allowedHosts, maxBytes } = settings.media;
  const guard = new AddressGuard(allowedHosts, undefined, 'MEDIA_ALLOWED_HOSTS');
  const download = new OutboundDownload(guard, `whatsapp-service/${versions.service}`);
  const media = new Media({ folder, download, clock: systemClock, maxBytes, urlTimeoutMs, uploadTtlMs, isNeeded });
  const sweep = new MediaSweep({ folder, clock: systemClock, logger, isNeeded });
  const { store, keptMedia, upkeep } = createKept({ settings, logger, storage }, folder);
  const logged = (sessionId: string, work: Promise<void>): void => {
    work.catch((error: unknown) => {
      logger.warn({ session_id: sessionId, err: error }, 'Media that is no longer needed could not be removed');
    });
  };
  return {
    ports: { media, keptMedia },
    store,
    start: () => {
      void sweep.run();
      void upkeep.start();
    },
    /** A message has ended: its file goes. */
    settled: (sessionId: string, content: OutgoingContent) => {
      if ('file' in content) logged(sessionId, media.release(sessionId, content));
    },
    /** The session is gone, and so are its files. */
    forget: (sessionId: string) => {
      logged(sessionId, folder.removeSession(sessionId));
      logged(sessionId, keptMedia.forget(sessionId));
    },
    close: () => {
      sweep.close();
      upkeep.close();
      download.close();
    },
  };
}

function createKept({ settings, logger, storage }: Omit<MediaParts, 'versions'>, incoming: MediaFolder) {
  const { database, writes } = storage;
  const store = new KeptMediaStore(database, writes);
  const kept = new KeptFolder(keptRootOf(settings));
  const keptMedia = new KeptMedia({ store, kept, incoming, clock: systemClock });
  const storageFault = (): string | undefined => storage.fault;
  const upkeep = new KeptMediaUpkeep({ store, kept, clock: systemClock, logger, ...settings.media.retention, storageFault });
  return { store, keptMedia, upkeep };
}

export interface AutoDownloadParts extends Omit<MediaParts, 'versions'> {
  readonly files: Pick<ReturnType<typeof createMedia>, 'ports' | 'store'>;
  readonly eventLog: EventLog;
  readonly manager: SessionManager;
}

/** Makes what fetches files of incoming messages at once; where that is off, it forgets what was to be fetched. */
export function createAutoDownload({ settings, logger, storage, files, eventLog, manager }: AutoDownloadParts) {
  const { ports, store } = files;
  const rules = settings.media.autoDownload;
  if (rules === undefined) {
    return {
      start: () => {
        store.stop();
      },
      close: () => undefined,
    };
  }
  return new AutoDownload({
    rules,
    store,
    media: ports.keptMedia,
    eventLog,
    clock: systemClock,
    logger,
    isConnected: (sessionId) => manager.isConnected(sessionId),
    fetch: async (sessionId, messageId, file, maxBytes, signal) =>
      manager.ask(sessionId, 'message.download_media', { messageId, file, maxBytes }, signal),
    hasRoomFor: (bytes) => storage.hasRoomFor(bytes),
  });
}
