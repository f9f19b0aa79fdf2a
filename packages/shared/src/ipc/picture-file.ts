import Type from 'typebox';
import type { Static } from 'typebox';
import { MediaFileName } from './media-file.ts';

/** Schema of a picture that is to be set: it lies in the session's media folder. */
export const PictureFile = Type.Object({
  file: MediaFileName,
  mimeType: Type.Union([Type.Literal('image/jpeg'), Type.Literal('image/png'), Type.Literal('image/webp')]),
  size: Type.Integer({ minimum: 1 }),
});
export type PictureFile = Static<typeof PictureFile>;
