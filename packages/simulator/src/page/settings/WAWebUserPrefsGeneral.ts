import { storedFlag } from '#page/settings/stored-flag.ts';

const audio = storedFlag('WAAutoDownloadAudio', true);
const documents = storedFlag('WAAutoDownloadDocuments', true);
const photos = storedFlag('WAAutoDownloadPhotos', true);
const videos = storedFlag('WAAutoDownloadVideos', true);

export const getAutoDownloadAudio = audio.get;
export const setAutoDownloadAudio = audio.set;
export const getAutoDownloadDocuments = documents.get;
export const setAutoDownloadDocuments = documents.set;
export const getAutoDownloadPhotos = photos.get;
export const setAutoDownloadPhotos = photos.set;
export const getAutoDownloadVideos = videos.get;
export const setAutoDownloadVideos = videos.set;
