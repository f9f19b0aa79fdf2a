import { join } from 'node:path';
import { readEnvFile } from '@whatsapp-service/supervisor/config/env-file.ts';
import { settingsSchema } from '@whatsapp-service/supervisor/config/settings-schema.ts';

const root = join(import.meta.dirname, '../..');
/** Which browser runs is the machine's matter; everything else of the operator's settings must not reach a service that only shows itself. */
const machineSettings = ['CHROMIUM_PATH', 'CHROMIUM_SANDBOX'] as const;

export interface ServiceSettings {
  /** Its auth, data and cache folders are made in here. */
  readonly folder: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly apiKey: string;
  readonly chromiumArgs: readonly string[];
  readonly more?: NodeJS.ProcessEnv;
}

/** The environment of a service that touches nothing but the folder, whatever stands in the project's .env. */
export function serviceEnvironment({ folder, port, apiKey, chromiumArgs, more = {} }: ServiceSettings): NodeJS.ProcessEnv {
  const known = new Set(Object.keys(settingsSchema.properties));
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !known.has(name)));
  const file = readEnvFile(join(root, '.env'));
  const machine = machineSettings.map((name) => [name, process.env[name] ?? file[name]] as const);
  return {
    ...inherited,
    ...Object.fromEntries(machine.filter(([, value]) => value !== undefined)),
    ENV_FILE: '/dev/null',
    PORT: String(port),
    API_KEYS: apiKey,
    AUTH_DIR: join(folder, 'auth'),
    DATA_DIR: join(folder, 'data'),
    CACHE_DIR: join(folder, 'cache'),
    CHROMIUM_ARGS: chromiumArgs.map((argument) => `'${argument}'`).join(' '),
    LOG_PRETTY: 'off',
    // A busy machine makes it slow, which is to be seen: a call that is refused would end the show, or the measurement.
    OVERLOAD_LOOP_DELAY_MS: '0',
    // The service then ends by itself when our end of its channel is gone.
    WHATSAPP_SERVICE_LAUNCHER: '1',
    ...more,
  };
}
