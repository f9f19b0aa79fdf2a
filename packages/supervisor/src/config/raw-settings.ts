import envSchema from 'env-schema';
import { SettingInvalid } from '../supervisor-errors.ts';
import { hintsOf, settingsSchema } from './settings-schema.ts';
import type { RawSettings, SettingName } from './settings-schema.ts';

/** The words of the schema that are no rules. */
const hintKeywords = ['group', 'allowed', 'defaultText', 'example', 'secret'];

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings of several environments, a later one winning; throws SettingInvalid with one sentence for the first bad one. */
export function readRawSettings(...environments: Environment[]): RawSettings {
  const data: Record<string, string> = {};
  for (const environment of environments) Object.assign(data, given(environment));
  try {
    return envSchema<RawSettings>({
      // A copy: env-schema writes to the schema that it is handed.
      schema: { ...settingsSchema },
      env: false,
      data,
      ajv: { customOptions: (ajv) => ajv.addVocabulary(hintKeywords) },
    });
  } catch (error) {
    const name = settingIn(error);
    if (name === undefined) throw error;
    throw faultIn(name, `it is "${data[name] ?? ''}"`);
  }
}

/** The error for a bad value; `fault` ends the sentence and is left out where the value is a secret. */
export function faultIn(name: SettingName, fault: string): Error {
  const { allowed, secret } = hintsOf(name);
  const isEchoed = secret === true && fault.startsWith('it is "');
  const ending = isEchoed ? 'its value, which is not shown, is not' : printable(fault);
  return new SettingInvalid(`${name} must be ${allowed}; ${ending}. Mend it in the environment or in .env.`);
}

/** Only our own names; an empty value, as `HOST=` in a file, counts as none. */
function given(environment: Environment): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [name, schema] of Object.entries(settingsSchema.properties)) {
    const value = environment[name]?.trim();
    if (value === undefined || value === '') continue;
    settings[name] = 'enum' in schema ? value.toLowerCase() : value;
  }
  return settings;
}

/** The setting that env-schema's error is about. */
function settingIn(error: unknown): SettingName | undefined {
  const errors: unknown = error instanceof Error ? Reflect.get(error, 'errors') : undefined;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const path: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'instancePath') : undefined;
  const name = typeof path === 'string' ? path.slice(1) : '';
  return isSettingName(name) ? name : undefined;
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingsSchema.properties, name);
}

/** One line, and not longer than a log line should be. */
function printable(text: string): string {
  const line = text.replaceAll(/[^\x20-\x7e\u00a0-\uffff]/g, '?');
  return line.length <= 200 ? line : `${line.slice(0, 200)}…`;
}
