import Type from 'typebox';
import { PictureFile } from '../picture-file.ts';
import type { Side } from '../side.ts';

const timeoutMs = 30_000;
const Nothing = Type.Object({});
const text = (maxLength: number) => Type.Union([Type.String({ maxLength }), Type.Null()]);

/** What the client in the browser does by itself. */
export const ClientSettings = Type.Object({
  autoDownloadAudio: Type.Boolean(),
  autoDownloadDocuments: Type.Boolean(),
  autoDownloadPhotos: Type.Boolean(),
  autoDownloadVideos: Type.Boolean(),
  backgroundSync: Type.Boolean(),
});

/** What a worker does with the account's own profile. */
export const profileMethods = {
  'profile.get': {
    params: Nothing,
    result: Type.Object({
      phone: text(32),
      lid: text(256),
      name: text(256),
      about: text(1_000),
      pictureUrl: text(4_096),
      platform: text(64),
      webVersion: text(64),
    }),
    timeoutMs,
  },
  'profile.set_name': { params: Type.Object({ name: Type.String({ minLength: 1, maxLength: 25 }) }), result: Nothing, timeoutMs },
  'profile.set_about': { params: Type.Object({ about: Type.String({ maxLength: 139 }) }), result: Nothing, timeoutMs },
  /** A file that cannot be used is refused by WRK_MEDIA_FILE_UNUSABLE or WRK_PICTURE_REFUSED. */
  'profile.set_picture': { params: PictureFile, result: Nothing, timeoutMs },
  'profile.remove_picture': { params: Nothing, result: Nothing, timeoutMs },
  'presence.set': { params: Type.Object({ available: Type.Boolean() }), result: Nothing, timeoutMs },
  'settings.get': { params: Nothing, result: ClientSettings, timeoutMs },
  'settings.set': { params: Type.Partial(ClientSettings), result: ClientSettings, timeoutMs },
} as const satisfies Side['methods'];
