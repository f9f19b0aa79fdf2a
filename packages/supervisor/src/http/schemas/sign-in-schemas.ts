import Type from 'typebox';
import { scopes } from '../../keys/scope.ts';
import { IsoTime, nullable, oneOf } from './schema-parts.ts';

/** The body that signs a browser in. */
export const SignInInput = Type.Object(
  { api_key: Type.String({ minLength: 1, maxLength: 512, description: 'One of the keys of the service.' }) },
  { additionalProperties: false },
);

/** A browser that is signed in. */
export const SignIn = Type.Object(
  {
    expires_at: IsoTime,
    key_name: Type.String({ description: 'The name of its key; "API_KEYS" for those of the settings.' }),
    scopes: Type.Array(oneOf(scopes, 'One of what a key may do.'), { description: 'What it may do: what its key may do.' }),
    session_prefix: nullable(Type.String({ description: 'With what the ids of the sessions begin that it may ask for.' })),
  },
  {
    $id: 'SignIn',
    description: 'A browser that is signed in.',
    examples: [{ expires_at: '2026-11-24T04:00:00.000Z', key_name: 'API_KEYS', scopes: ['admin'], session_prefix: null }],
  },
);

/** A browser that is not signed in any more. */
export const SignedOut = Type.Object({ expires_at: IsoTime }, { $id: 'SignedOut', description: 'When the sign-in ended.' });
