import { parsePhoneNumber } from '../accounts/phone-number.ts';
import { attributesOf, type SentMedia } from '../media/sent-media.ts';
import type { MediaVault } from '../media/media-vault.ts';
import type { PictureStore } from '../people/picture-store.ts';
import type { ChannelDesk } from './channel-desk.ts';
import type { ChannelPost, ChannelRecord } from './channel-record.ts';

type Parts = { channels: ChannelDesk; media: MediaVault; pictures: PictureStore };

/** What one phone does with channels. Every method but the first throws PhoneOffline, ChannelUnknown, ChannelForbidden. */
export class PhoneChannels {
  readonly #number: string;
  readonly #channels: ChannelDesk;
  readonly #media: MediaVault;
  readonly #pictures: PictureStore;
  readonly #assertOnline: () => void;

  constructor(number: string, { channels, media, pictures }: Parts, assertOnline: () => void) {
    this.#media = media;
    this.#pictures = pictures;
    this.#number = number;
    this.#channels = channels;
    this.#assertOnline = assertOnline;
  }

  /** Those that it owns, helps to run, or follows. */
  list(): ChannelRecord[] {
    return this.#channels.of(this.#number);
  }

  get(id: string): ChannelRecord {
    return this.#desk.get(id);
  }

  create(name: string, description = ''): ChannelRecord {
    return this.#desk.create(this.#number, name, description);
  }

  post(id: string, body: string): ChannelPost {
    return this.#desk.post(this.#number, id, { body });
  }

  /** Posts a file, which the server has under these attributes. */
  postMedia(id: string, media: SentMedia): ChannelPost {
    const { caption = '', type } = media;
    return this.#desk.post(this.#number, id, { body: caption, type, attributes: attributesOf(media, this.#media.put(media.bytes)) });
  }

  /** The picture of a channel, as a JPEG. */
  pictureOf(id: string): Buffer | undefined {
    const picture = this.#pictures.get(this.#desk.get(id).id);
    return picture === undefined ? undefined : Buffer.from(picture.jpeg, 'base64');
  }

  subscribe(id: string): void {
    this.#desk.subscribe(this.#number, id);
  }

  /** Asks somebody to become an admin. Throws NumberInvalid. */
  inviteAdmin(id: string, number: string): void {
    this.#desk.inviteAdmin(this.#number, id, parsePhoneNumber(number));
  }

  acceptAdminInvite(id: string): void {
    this.#desk.acceptAdminInvite(this.#number, id);
  }

  get #desk(): ChannelDesk {
    this.#assertOnline();
    return this.#channels;
  }
}
