import { Model } from '#page/core/model.ts';
import type { WAWebMediaOpaqueData as OpaqueData } from '#page/media/WAWebMediaOpaqueData.ts';

export class MediaObject extends Model {
  readonly filehash: string;
  readonly contentInfo: { waveform?: Uint8Array } = {};
  declare type: string;
  declare size: number;
  declare mediaBlob: OpaqueData;

  constructor(filehash: string) {
    super();
    this.filehash = filehash;
  }

  consolidate(attributes: Record<string, unknown>): void {
    this.set(attributes);
  }
}

const newest = 20;
const objects = new Map<string, MediaObject>();

/** The one object of these bytes; only the newest are held. */
export function getOrCreateMediaObject(filehash: string): MediaObject {
  const object = objects.get(filehash) ?? new MediaObject(filehash);
  objects.delete(filehash);
  objects.set(filehash, object);
  for (const oldest of objects.keys()) if (objects.size > newest) objects.delete(oldest);
  return object;
}
