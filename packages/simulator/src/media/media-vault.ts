import { createHash } from 'node:crypto';

/** What the server has of some media: where it lies, and its hash in base64. */
export type Kept = { directPath: string; filehash: string; size: number };

const folder = '/mms/';

/** The bytes of all media by what is in them; they end with the process. */
export class MediaVault {
  readonly #byPath = new Map<string, Buffer>();

  put(bytes: Buffer): Kept {
    const digest = createHash('sha256').update(bytes).digest();
    const directPath = `${folder}${digest.toString('hex')}`;
    this.#byPath.set(directPath, bytes);
    return { directPath, filehash: digest.toString('base64'), size: bytes.byteLength };
  }

  at(directPath: string): Buffer | undefined {
    return this.#byPath.get(directPath);
  }

  forget(directPath: string): void {
    this.#byPath.delete(directPath);
  }
}
