import { createHash } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { PictureInvalid } from '../simulator-errors.ts';

/** A picture of somebody or something, as JPEG in base64. */
export const Picture = Type.Object({ id: Type.String(), jpeg: Type.String(), thumbnail: Type.String() });
export type Picture = Static<typeof Picture>;

const jpegStart = Buffer.from([0xff, 0xd8, 0xff]);

/** The profile pictures by WhatsApp id, groups' too. */
export class PictureStore {
  readonly #pictures: Map<string, Picture>;
  readonly #changed: () => void;

  constructor(pictures: Record<string, Picture>, changed: () => void) {
    this.#pictures = new Map(Object.entries(pictures));
    this.#changed = changed;
  }

  all(): Record<string, Picture> {
    return Object.fromEntries(this.#pictures);
  }

  get(wid: string): Picture | undefined {
    return this.#pictures.get(wid);
  }

  /** The bytes of a picture by its id, which is in its address. */
  bytes(id: string): Buffer | undefined {
    const picture = [...this.#pictures.values()].find((each) => each.id === id);
    return picture && Buffer.from(picture.jpeg, 'base64');
  }

  /** Throws PictureInvalid for what is no JPEG. */
  set(wid: string, jpeg: Buffer, thumbnail: Buffer = jpeg): Picture {
    if (![jpeg, thumbnail].every((bytes) => bytes.subarray(0, 3).equals(jpegStart))) throw new PictureInvalid();
    const id = createHash('sha256').update(jpeg).digest('hex').slice(0, 32);
    const picture = { id, jpeg: jpeg.toString('base64'), thumbnail: thumbnail.toString('base64') };
    this.#pictures.set(wid, picture);
    this.#changed();
    return picture;
  }

  remove(wid: string): void {
    this.#pictures.delete(wid);
    this.#changed();
  }
}
