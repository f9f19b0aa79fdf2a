import Type from 'typebox';
import { MediaSource } from './media-schemas.ts';

const closed = { additionalProperties: false };
const description = 'A picture: JPEG, PNG or WebP.';
const examples = [{ media: { url: 'https://example.com/logo.png' } }];

/** The body that sets a picture. */
export const PictureInput = Type.Object({ media: MediaSource }, { ...closed, description, examples });

/** The same of the account itself, which may be in base64 without more. */
export const ProfilePictureInput = Type.Object(
  {
    media: Type.Optional(MediaSource),
    base64: Type.Optional(Type.String({ minLength: 4, pattern: '^[A-Za-z0-9+/]+={0,2}$', description: 'The same as `media.base64`.' })),
  },
  { ...closed, minProperties: 1, maxProperties: 1, description, examples },
);
