import type { ManagedKeyView } from '@whatsapp-service/shared/api/managed-key-view.ts';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';
import Type from 'typebox';
import { scopes } from '../../keys/scope.ts';
import { IsoTime, nullable, oneOf, ref } from './schema-parts.ts';

const Scopes = Type.Array(oneOf(scopes, 'One of what a key may do.'), {
  minItems: 1,
  maxItems: scopes.length,
  uniqueItems: true,
  description:
    'What the key may do: be told (`read`), act in an account’s name (`send`), decide about accounts and webhooks (`manage`), everything (`admin`).',
});
/** What an id may begin with is what may be an id. */
const SessionPrefix = {
  ...SessionId,
  description: 'With what the ids of the sessions begin that the key may ask for; without it, all of them.',
};
const KeyId = Type.String({ pattern: '^key_[A-Za-z0-9_-]{12}$', description: "The key's id, which is no secret." });

const exampleKey: ManagedKeyView = {
  id: 'key_Zk3vP0aQx1Yb',
  name: 'Django, production',
  scopes: ['read', 'send'],
  session_prefix: null,
  created_at: '2026-11-23T16:00:00.000Z',
  expires_at: null,
  last_used_at: '2026-11-23T17:00:00.000Z',
};

/** The path of one key. */
export const KeyPath = Type.Object({ key_id: KeyId });

/** The body that makes a key. */
export const KeyInput = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 100,
      pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$',
      description: 'What people know it by: who uses it, for what.',
    }),
    scopes: Scopes,
    session_prefix: Type.Optional(nullable(SessionPrefix)),
    expires_at: Type.Optional(
      nullable(
        Type.String({ maxLength: 40, description: 'Until when it is good, ISO 8601 with its zone; without it, until it is revoked.' }),
      ),
    ),
  },
  { additionalProperties: false, examples: [{ name: 'Shop 7', scopes: ['read', 'send'], session_prefix: 'shop_7_' }] },
);

const fields = {
  id: KeyId,
  name: Type.String(),
  scopes: Scopes,
  session_prefix: nullable(SessionPrefix),
  created_at: IsoTime,
  expires_at: nullable(IsoTime),
  last_used_at: nullable(Type.String({ description: 'ISO 8601, UTC; exact to the minute.' })),
};

/** A managed key in every answer. */
export const KeyAnswer = Type.Object(fields, {
  $id: 'Key',
  description: 'A managed API key, without the key itself.',
  examples: [exampleKey],
});

/** A managed key in the one answer that has the key itself. */
export const KeySecretAnswer = Type.Object(
  { ...fields, key: Type.String({ description: 'The key; it is not shown again.' }) },
  {
    $id: 'NewKey',
    description: 'A managed API key that was just made.',
    examples: [{ ...exampleKey, last_used_at: null, key: 'wak_n0tAr3alK3y-n0tAr3alK3y-n0tAr3alK3y-n0tAr3a' }],
  },
);

/** All managed keys. */
export const KeyList = Type.Object(
  { keys: Type.Array(ref(KeyAnswer)) },
  { $id: 'KeyList', description: 'All managed keys, the oldest first.' },
);
