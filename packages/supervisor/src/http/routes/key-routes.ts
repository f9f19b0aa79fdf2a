import { InvalidRequest } from '../../supervisor-errors.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json } from '../schemas/answers.ts';
import { KeyAnswer, KeyInput, KeyList, KeyPath, KeySecretAnswer } from '../schemas/key-schemas.ts';
import { ref } from '../schemas/schema-parts.ts';
import { parseIsoTime } from '../validation/iso-time.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Keys'];
const path = '/api/v1/keys/:key_id';

const createKeyOptions = {
  schema: {
    operationId: 'createKey',
    tags,
    summary: 'Make an API key',
    description: 'The key is shown in this answer alone; what is kept is its hash.',
    body: KeyInput,
    response: { 201: json(ref(KeySecretAnswer), 'Made.'), ...commandErrors('SUP_TOO_MANY_KEYS', 'SUP_STORAGE_UNAVAILABLE') },
  },
};

const listKeysOptions = {
  schema: {
    operationId: 'listKeys',
    tags,
    summary: 'List the managed keys',
    description: 'Those of `API_KEYS` stand in the settings alone.',
    response: { 200: json(ref(KeyList), 'All managed keys.'), ...errors() },
  },
};

const getKeyOptions = {
  schema: {
    operationId: 'getKey',
    tags,
    summary: 'Read a managed key',
    params: KeyPath,
    response: { 200: json(ref(KeyAnswer), 'The key, without the key itself.'), ...errors('SUP_KEY_NOT_FOUND') },
  },
};

const revokeKeyOptions = {
  preValidation: refuseBody,
  schema: {
    operationId: 'revokeKey',
    tags,
    summary: 'Revoke a managed key; browsers that signed in with it are signed out',
    params: KeyPath,
    response: { 204: { description: 'Revoked.' }, ...commandErrors('SUP_KEY_NOT_FOUND') },
  },
};

/** The keys that callers use. */
export function addKeyRoutes(app: TypedApp, { basePath, keys }: RouteContext): void {
  app.post('/api/v1/keys', createKeyOptions, (request, reply) => {
    const { name, scopes, session_prefix: sessionPrefix = null, expires_at: expiresAt = null } = request.body;
    const key = keys.create({ name, scopes, sessionPrefix, expiresMs: expiresAt === null ? null : timeOf(expiresAt) });
    reply.code(201).header('location', `${basePath}/api/v1/keys/${key.id}`);
    return key;
  });
  app.get('/api/v1/keys', listKeysOptions, () => ({ keys: keys.list() }));
  app.get(path, getKeyOptions, (request) => keys.get(request.params.key_id));
  app.delete(path, revokeKeyOptions, (request, reply) => {
    keys.revoke(request.params.key_id);
    return reply.code(204).send();
  });
}

function timeOf(text: string): number {
  const ms = parseIsoTime(text);
  if (ms === undefined) throw new InvalidRequest('"expires_at" has to be a time such as 2027-01-31T12:00:00Z, with its zone.');
  return ms;
}
