import { Model } from '#page/core/model.ts';
import type { WAWebMediaOpaqueData as OpaqueData } from '#page/media/WAWebMediaOpaqueData.ts';

/** What is known of media that is about to be sent; its attributes become the message's. */
export class MediaData extends Model {
  declare type: string;
  declare mimetype: string;
  declare filehash: string;
  declare size: number;
  declare isGif: boolean;
  declare filename: string | undefined;
  declare mediaBlob: OpaqueData;
  declare renderableUrl: string;

  constructor(attributes: Record<string, unknown>) {
    super();
    Object.assign(this, attributes);
  }
}

/** What of it is the page's own business and no part of a message. */
export const ownOfPage: ReadonlySet<string> = new Set(['mediaBlob', 'renderableUrl', 'preview']);
