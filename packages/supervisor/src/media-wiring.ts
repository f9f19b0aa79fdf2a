import { join } from 'node:path';
import type { Logger } from 'pino';
import type { MessageContent } from '@whatsapp-service/shared/ipc/message-content.ts';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import type { Settings } from './config/settings.ts';
import { MediaFolder } from './media/media-folder.ts';
import { MediaSweep } from './media/media-sweep.ts';
import { Media } from './media/media.ts';
import { AddressGuard } from './outbound/address-guard.ts';
import { OutboundDownload } from './outbound/outbound-download.ts';

const urlTimeoutMs = 60_000;
const uploadTtlMs = 24 * 3_600_000;

/** Where the files of messages lie, a folder a session. */
export function mediaRootOf({ dataDir }: Pick<Settings, 'dataDir'>): string {
  return join(dataDir, 'media');
}

export interface MediaParts {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly versions: { readonly service: string };
}

/** Makes what takes in files to be sent; `isNeeded` says whether a message that is not settled yet has one. */
export function createMedia({ settings, logger, versions }: MediaParts, isNeeded: (sessionId: string, file: string) => boolean) {
  const folder = new MediaFolder(mediaRootOf(settings));
  const { allowedHosts, maxBytes } = settings.media;
  const guard = new AddressGuard(allowedHosts, undefined, 'MEDIA_ALLOWED_HOSTS');
  const download = new OutboundDownload(guard, `whatsapp-service/${versions.service}`);
  const media = new Media({ folder, download, clock: systemClock, maxBytes, urlTimeoutMs, uploadTtlMs, isNeeded });
  const sweep = new MediaSweep({ folder, clock: systemClock, logger, isNeeded });
  const logged = (sessionId: string, work: Promise<void>): void => {
    work.catch((error: unknown) => {
      logger.warn({ session_id: sessionId, err: error }, 'Media that is no longer needed could not be removed');
    });
  };
  return {
    media,
    start: () => void sweep.run(),
    /** A message has ended: its file goes. */
    settled: (sessionId: string, content: MessageContent) => {
      if ('file' in content) logged(sessionId, media.release(sessionId, content));
    },
    /** The session is gone, and so are its files. */
    forget: (sessionId: string) => {
      logged(sessionId, folder.removeSession(sessionId));
    },
    close: () => {
      sweep.close();
      download.close();
    },
  };
}
