import type { Static } from 'typebox';
import type { ClientSettings } from '@whatsapp-service/shared/ipc/methods/profile-methods.ts';
import type { PictureFile } from '@whatsapp-service/shared/ipc/picture-file.ts';

export interface OwnProfile {
  readonly phone: string | null;
  readonly lid: string | null;
  readonly name: string | null;
  readonly about: string | null;
  readonly pictureUrl: string | null;
  readonly platform: string | null;
  readonly webVersion: string | null;
}

export type Settings = Static<typeof ClientSettings>;

/** The account's own profile, and the settings of its client. Calls have no deadline of their own. */
export interface ProfilePort {
  get(): Promise<OwnProfile>;
  /** Throws NameFixed where the name can be set on the phone only. */
  setName(name: string): Promise<void>;
  setAbout(about: string): Promise<void>;
  /** Throws MediaFileUnusable or PictureRefused. */
  setPicture(picture: PictureFile): Promise<void>;
  removePicture(): Promise<void>;
  setAvailable(available: boolean): Promise<void>;
  settings(): Promise<Settings>;
  setSettings(changes: Partial<Settings>): Promise<void>;
}
