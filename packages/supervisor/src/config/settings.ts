import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { StartDeadlines } from '@whatsapp-service/shared/ipc/worker-init.ts';
import type { LogLevel } from '@whatsapp-service/shared/log/logger-options.ts';
import { parseApiKeys } from './api-key-list.ts';
import { backupsOf } from './backup-settings.ts';
import type { BackupSettings } from './backup-settings.ts';
import { parseChromiumArgs } from './chromium-args.ts';
import { parseDjangoUrl } from './django-url.ts';
import { readEnvFile } from './env-file.ts';
import { durationMs } from './duration.ts';
import { httpOf } from './http-settings.ts';
import type { HttpSettings } from './http-settings.ts';
import { machineFacts } from './machine-facts.ts';
import type { MachineFacts } from './machine-facts.ts';
import { faultIn, readRawSettings } from './raw-settings.ts';
import type { RawSettings } from './settings-schema.ts';
import { sendsOf } from './send-settings.ts';
import type { SendSettings } from './send-settings.ts';
import { mediaOf } from './media-settings.ts';
import type { MediaSettings } from './media-settings.ts';
import { webhooksOf } from './webhook-settings.ts';
import type { WebhookSettings } from './webhook-settings.ts';

/** All that can be set, converted, checked and with its defaults. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly http: HttpSettings;
  /** Undefined: a key is generated and kept in the data folder. */
  readonly apiKeys: readonly string[] | undefined;
  /** Undefined: the embedded list is the source. No slash at its end. */
  readonly django: DjangoSettings | undefined;
  readonly webhooks: WebhookSettings;
  readonly media: MediaSettings;
  readonly eventRetention: { readonly maxAgeMs: number; readonly maxBytes: number };
  /** How many messages of one chat are fetched after the fact at most, and how old they may be. */
  readonly backfill: { readonly limit: number; readonly maxAgeMs: number };
  readonly sends: SendSettings;
  readonly restoreConcurrency: number;
  readonly maxSessions: number;
  /** Undefined where no session is restarted for its memory. */
  readonly sessionMemoryLimitBytes: number | undefined;
  readonly handoverGraceMs: number;
  readonly authDir: string;
  /** 0 keeps what is in the quarantine for ever. */
  readonly quarantineRetentionDays: number;
  readonly cacheDir: string;
  readonly dataDir: string;
  readonly backups: BackupSettings;
  /** 0 sets no limit. */
  readonly auditRetention: { readonly maxAgeMs: number; readonly maxEntries: number };
  /** Undefined: the first browser found on this machine. */
  readonly chromiumPath: string | undefined;
  readonly chromiumArgs: readonly string[];
  readonly chromiumSandbox: boolean;
  readonly logLevel: LogLevel;
  readonly logPretty: boolean;
  readonly startDeadlines: StartDeadlines;
}

export interface DjangoSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

export interface LoadOptions {
  /** Where .env lies and relative folders begin. */
  readonly rootDir: string;
  readonly machine?: MachineFacts;
}

/** The settings of an environment and the project's .env, where the environment wins; throws SettingInvalid with one sentence. */
export function loadSettings(env: Readonly<Record<string, string | undefined>>, options: LoadOptions): Settings {
  const machine = options.machine ?? machineFacts();
  const raw = readRawSettings(readEnvFile(envFileOf(env, options.rootDir)), env);
  const folder = (path: string): string => resolvePath(options.rootDir, path);
  return {
    host: raw.HOST,
    port: raw.PORT,
    http: httpOf(raw, folder),
    apiKeys: apiKeysOf(raw),
    django: djangoOf(raw),
    webhooks: webhooksOf(raw),
    media: mediaOf(raw),
    eventRetention: { maxAgeMs: raw.EVENT_RETENTION_DAYS * 24 * 3_600_000, maxBytes: raw.EVENT_RETENTION_MB * 1024 * 1024 },
    backfill: { limit: raw.BACKFILL_LIMIT, maxAgeMs: durationMs(raw.BACKFILL_MAX_AGE) },
    sends: sendsOf(raw),
    restoreConcurrency: raw.RESTORE_CONCURRENCY ?? Math.min(2 * machine.cores, 64),
    maxSessions: raw.MAX_SESSIONS,
    sessionMemoryLimitBytes: raw.SESSION_MEMORY_LIMIT_MB === undefined ? undefined : raw.SESSION_MEMORY_LIMIT_MB * 1024 * 1024,
    handoverGraceMs: raw.HANDOVER_GRACE_SECONDS * 1_000,
    authDir: folder(raw.AUTH_DIR),
    quarantineRetentionDays: raw.QUARANTINE_RETENTION_DAYS,
    cacheDir: folder(raw.CACHE_DIR),
    dataDir: folder(raw.DATA_DIR),
    backups: backupsOf(raw, folder),
    auditRetention: { maxAgeMs: raw.AUDIT_RETENTION_DAYS * 24 * 3_600_000, maxEntries: raw.AUDIT_MAX_ENTRIES },
    chromiumPath: raw.CHROMIUM_PATH === undefined ? undefined : folder(raw.CHROMIUM_PATH),
    chromiumArgs: chromiumArgsOf(raw),
    chromiumSandbox: sandboxOf(raw, machine),
    logLevel: raw.LOG_LEVEL,
    logPretty: switchOf(raw.LOG_PRETTY) ?? machine.isTerminal,
    startDeadlines: {
      launchMs: raw.START_LAUNCH_TIMEOUT_MS,
      navigateMs: raw.START_NAVIGATE_TIMEOUT_MS,
      stateKnownMs: raw.START_STATE_TIMEOUT_MS,
      authenticateMs: raw.START_AUTHENTICATE_TIMEOUT_MS,
      pairingMs: raw.START_PAIRING_TIMEOUT_MS,
      reconnectMs: raw.RECONNECT_TIMEOUT_MS,
    },
  };
}

/** ENV_FILE stands in the environment alone: the demo and the tests must not act on the operator's own settings. */
function envFileOf(env: Readonly<Record<string, string | undefined>>, rootDir: string): string {
  return resolvePath(rootDir, env['ENV_FILE']?.trim() || '.env');
}

function resolvePath(rootDir: string, path: string): string {
  // A .env file knows no shell: "~" would otherwise become a folder of that name.
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : resolve(rootDir, path);
}

function apiKeysOf(raw: RawSettings): readonly string[] | undefined {
  if (raw.API_KEYS === undefined) return undefined;
  const parsed = parseApiKeys(raw.API_KEYS);
  if ('fault' in parsed) throw faultIn('API_KEYS', parsed.fault);
  return parsed.keys;
}

function djangoOf(raw: RawSettings): DjangoSettings | undefined {
  if (raw.DJANGO_BASE_URL === undefined) return undefined;
  const baseUrl = parseDjangoUrl(raw.DJANGO_BASE_URL);
  if (baseUrl === undefined) throw faultIn('DJANGO_BASE_URL', shownUrl(raw.DJANGO_BASE_URL));
  if (raw.DJANGO_API_KEY === undefined) {
    throw faultIn('DJANGO_API_KEY', 'it is missing, and DJANGO_BASE_URL needs it');
  }
  return { baseUrl, apiKey: raw.DJANGO_API_KEY, timeoutMs: raw.DJANGO_TIMEOUT_MS };
}

/** A URL with an "@" may hold a password. */
function shownUrl(text: string): string {
  return text.includes('@') ? 'it has an "@"' : `it is "${text}"`;
}

function chromiumArgsOf(raw: RawSettings): readonly string[] {
  const parsed = parseChromiumArgs(raw.CHROMIUM_ARGS ?? '');
  if ('fault' in parsed) throw faultIn('CHROMIUM_ARGS', parsed.fault);
  return parsed.args;
}

function sandboxOf(raw: RawSettings, machine: MachineFacts): boolean {
  const wanted = switchOf(raw.CHROMIUM_SANDBOX);
  if (wanted === true && machine.isRoot) {
    throw faultIn('CHROMIUM_SANDBOX', `it is "${raw.CHROMIUM_SANDBOX}", and Chromium starts no sandbox as root`);
  }
  return wanted ?? !machine.isRoot;
}

function switchOf(value: 'auto' | 'on' | 'off' | 'true' | 'false'): boolean | undefined {
  return value === 'auto' ? undefined : value === 'on' || value === 'true';
}
