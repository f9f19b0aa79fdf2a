import type { Client } from 'whatsapp-web.js';
import type { PictureFile } from '@whatsapp-service/shared/ipc/picture-file.ts';
import { NameFixed, PictureRefused } from '../../worker-errors.ts';
import type { OwnProfile, ProfilePort, Settings } from '../profile-port.ts';
import { idOf, property, textOf } from '../raw-value.ts';
import { evaluate } from './evaluate.ts';
import { ownAccountScript, ownPictureScript, settingsScript } from './profile-scripts.ts';
import { setPicture } from './set-picture.ts';

/** The account's own profile by way of the library. */
export class LibraryProfile implements ProfilePort {
  readonly #client: Client;
  readonly #mediaDir: string;

  /** `mediaDir` is where pictures lie that are to be set. */
  constructor(client: Client, mediaDir: string) {
    this.#client = client;
    this.#mediaDir = mediaDir;
  }

  async get(): Promise<OwnProfile> {
    const account = await evaluate(this.#client, ownAccountScript);
    const me = this.#client.info.wid._serialized;
    const contact = await this.#client.getContactById(me);
    return {
      phone: textOf(property(account, 'phone'), 32),
      lid: idOf(property(account, 'lid')),
      name: textOf(property(account, 'name'), 256),
      platform: textOf(property(account, 'platform'), 64),
      about: textOf(await contact.getAbout(), 1_000),
      pictureUrl: textOf(await this.#client.getProfilePicUrl(me), 4_096),
      webVersion: textOf(await this.#client.getWWebVersion(), 64),
    };
  }

  async setName(name: string): Promise<void> {
    if (!(await this.#client.setDisplayName(name))) throw new NameFixed();
  }

  async setAbout(about: string): Promise<void> {
    await this.#client.setStatus(about);
  }

  async setPicture(picture: PictureFile): Promise<void> {
    await setPicture(this.#mediaDir, picture, async (media) => this.#client.setProfilePicture(media));
  }

  async removePicture(): Promise<void> {
    // The library asks for what the page has loaded of the picture, and fails where that is nothing.
    if ((await evaluate(this.#client, ownPictureScript)) !== true) return;
    if (!(await this.#client.deleteProfilePicture())) throw new PictureRefused();
  }

  async setAvailable(available: boolean): Promise<void> {
    await (available ? this.#client.sendPresenceAvailable() : this.#client.sendPresenceUnavailable());
  }

  async settings(): Promise<Settings> {
    const values = await evaluate(this.#client, settingsScript);
    const flag = (name: keyof Settings): boolean => property(values, name) === true;
    return {
      autoDownloadAudio: flag('autoDownloadAudio'),
      autoDownloadDocuments: flag('autoDownloadDocuments'),
      autoDownloadPhotos: flag('autoDownloadPhotos'),
      autoDownloadVideos: flag('autoDownloadVideos'),
      backgroundSync: flag('backgroundSync'),
    };
  }

  async setSettings(changes: Partial<Settings>): Promise<void> {
    const { autoDownloadAudio, autoDownloadDocuments, autoDownloadPhotos, autoDownloadVideos, backgroundSync } = changes;
    if (autoDownloadAudio !== undefined) await this.#client.setAutoDownloadAudio(autoDownloadAudio);
    if (autoDownloadDocuments !== undefined) await this.#client.setAutoDownloadDocuments(autoDownloadDocuments);
    if (autoDownloadPhotos !== undefined) await this.#client.setAutoDownloadPhotos(autoDownloadPhotos);
    if (autoDownloadVideos !== undefined) await this.#client.setAutoDownloadVideos(autoDownloadVideos);
    if (backgroundSync !== undefined) await this.#client.setBackgroundSync(backgroundSync);
  }
}
