import Type from 'typebox';
import type { Static } from 'typebox';
import { LazyValidator } from '@whatsapp-service/shared/validation/lazy-validator.ts';
import { BackupRefusal } from './backup-refusal.ts';
import { isLoginPath } from './login-path.ts';

/** The first entry of an archive. */
export const manifestName = 'manifest.json';
export const manifestMaxBytes = 16 * 1024 * 1024;

const ManifestFile = Type.Object(
  {
    path: Type.String(),
    bytes: Type.Integer({ minimum: 0 }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  },
  { additionalProperties: false },
);

/** What an archive holds, stated by itself. */
const Manifest = Type.Object(
  {
    version: Type.Literal(1),
    session_id: Type.String(),
    created_at: Type.String(),
    files: Type.Array(ManifestFile, { minItems: 1, maxItems: 100_000 }),
  },
  { additionalProperties: false },
);

export type ManifestFile = Static<typeof ManifestFile>;
export type Manifest = Static<typeof Manifest>;

const validator = new LazyValidator(Manifest);

/** Reads a manifest; throws BackupRefusal for one that is none, or that names what does not belong to a login. */
export function parseManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BackupRefusal('damaged', 'its manifest is no JSON', { cause: error });
  }
  if (!validator.Check(value)) throw new BackupRefusal('damaged', 'its manifest is none that this version can read');
  const bad = value.files.find(({ path }) => !isLoginPath(path));
  if (bad !== undefined) throw new BackupRefusal('damaged', `it has a file that does not belong to a login: ${JSON.stringify(bad.path)}`);
  if (new Set(value.files.map(({ path }) => path)).size < value.files.length) {
    throw new BackupRefusal('damaged', 'its manifest names a file twice');
  }
  return value;
}
