import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { SettingInvalid } from '../supervisor-errors.ts';

/** The variables of a .env file; none where there is no such file; throws SettingInvalid where it cannot be read. */
export function readEnvFile(path: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    const code = errorCodeOf(error) ?? String(error);
    if (code === 'ENOENT') return {};
    throw new SettingInvalid(`The file ${path} must be a file that can be read (${code}). Mend it or remove it.`);
  }
}
