import type { Static } from 'typebox';
import type { ClientSettings } from '@whatsapp-service/shared/ipc/methods/profile-methods.ts';
import type { ClientSettingsInput, ClientSettingsView } from './schemas/profile-schemas.ts';

type Settings = Static<typeof ClientSettings>;

/** The settings of a worker's client as callers see them. */
export function settingsView(settings: Settings): Static<typeof ClientSettingsView> {
  return {
    auto_download_audio: settings.autoDownloadAudio,
    auto_download_documents: settings.autoDownloadDocuments,
    auto_download_photos: settings.autoDownloadPhotos,
    auto_download_videos: settings.autoDownloadVideos,
    background_sync: settings.backgroundSync,
  };
}

/** What a caller wants changed, in a worker's words. */
export function settingsChange(input: Static<typeof ClientSettingsInput>): Partial<Settings> {
  const { auto_download_audio, auto_download_documents, auto_download_photos, auto_download_videos, background_sync } = input;
  return {
    ...(auto_download_audio === undefined ? {} : { autoDownloadAudio: auto_download_audio }),
    ...(auto_download_documents === undefined ? {} : { autoDownloadDocuments: auto_download_documents }),
    ...(auto_download_photos === undefined ? {} : { autoDownloadPhotos: auto_download_photos }),
    ...(auto_download_videos === undefined ? {} : { autoDownloadVideos: auto_download_videos }),
    ...(background_sync === undefined ? {} : { backgroundSync: background_sync }),
  };
}
