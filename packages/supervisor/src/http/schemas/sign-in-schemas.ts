import Type from 'typebox';
import { IsoTime } from './schema-parts.ts';

/** The body that signs a browser in. */
export const SignInInput = Type.Object(
  { api_key: Type.String({ minLength: 1, maxLength: 512, description: 'One of the keys of the service.' }) },
  { additionalProperties: false },
);

/** A browser that is signed in. */
export const SignIn = Type.Object(
  { expires_at: IsoTime },
  { $id: 'SignIn', description: 'A browser that is signed in.', examples: [{ expires_at: '2026-11-24T04:00:00.000Z' }] },
);
