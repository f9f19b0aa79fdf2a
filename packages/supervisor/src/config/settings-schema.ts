import Type from 'typebox';
import type { Static } from 'typebox';
import { logLevels } from '@whatsapp-service/shared/log/logger-options.ts';
import { autoDownloadKinds } from '../media/auto-download-policy.ts';
import { auditRows } from './audit-rows.ts';
import { backupRows } from './backup-rows.ts';
import { durationPattern } from './duration.ts';
import { httpRows } from './http-rows.ts';
import { choice, deadline, integer, optionalInteger, optionalText, text } from './setting-rows.ts';
import type { SettingHints } from './setting-rows.ts';

const kind = `(${autoDownloadKinds.join('|')})`;
const auto = ['auto', 'on', 'off', 'true', 'false'] as const;

/** Every setting, in the order of the documentation. */
export const settingsSchema = Type.Object({
  ...httpRows,
  DJANGO_BASE_URL: optionalText({
    group: 'Django',
    description:
      'Where the Django application answers; it owns the list of sessions. Without this setting the service keeps the list itself.',
    allowed: 'an http or https URL without user, query and fragment, such as https://app.example.org',
    defaultText: 'none: the service keeps the list',
    example: 'https://app.example.org',
  }),
  DJANGO_API_KEY: optionalText({
    group: 'Django',
    description: 'The key that the service sends to Django in the header x-api-key.',
    allowed: 'a key of 1 to 512 visible ASCII characters',
    defaultText: 'none; required with DJANGO_BASE_URL',
    example: 'the-key-that-django-expects',
    secret: true,
    pattern: '^[!-~]{1,512}$',
  }),
  DJANGO_TIMEOUT_MS: integer(100, 120_000, {
    group: 'Django',
    description: 'How long one answer of Django may take, in milliseconds.',
    default: 5_000,
  }),
  WEBHOOK_URL: optionalText({
    group: 'Webhooks',
    description: 'Where the events of all sessions are sent, signed with WEBHOOK_SECRET. Its host needs no entry in WEBHOOK_ALLOWED_HOSTS.',
    allowed: 'an http or https URL without user, password and fragment, such as https://app.example.org/whatsapp/events/',
    defaultText: 'none',
    example: 'https://app.example.org/whatsapp/events/',
  }),
  WEBHOOK_SECRET: optionalText({
    group: 'Webhooks',
    description:
      'Signs what is sent to WEBHOOK_URL, and to the webhook_url of sessions (Standard Webhooks): whsec_ and what openssl rand -base64 32 prints. While it is rotated, two separated by a comma: the new one, the old one.',
    allowed: '"whsec_" and 24 to 64 bytes in base64, or two of them separated by a comma',
    defaultText: 'none; required with WEBHOOK_URL',
    example: 'whsec_cmVwbGFjZS10aGlzLWJ5LTMyLXJhbmRvbS1ieXRlcyE=',
    secret: true,
  }),
  WEBHOOK_ALLOWED_HOSTS: optionalText({
    group: 'Webhooks',
    description:
      'Receivers that may be called although they are on a private network or this machine: names, addresses (with a port or without) and networks, separated by commas. The hosts of WEBHOOK_URL and DJANGO_BASE_URL are allowed with their ports.',
    allowed: 'host names, IP addresses, either with a port, or networks such as 10.0.0.0/8, separated by commas',
    defaultText: 'none: public addresses only',
    example: 'django.internal:8000,10.1.0.0/16',
  }),
  WEBHOOK_TIMEOUT_MS: integer(100, 60_000, {
    group: 'Webhooks',
    description: 'How long a receiver may take to answer, in milliseconds.',
    default: 10_000,
  }),
  MEDIA_MAX_MB: integer(1, 256, {
    group: 'Media',
    description:
      'How large a file may be that is sent or fetched, in megabytes; docs/media.md has the lower limits of some kinds. A worker and its browser hold it in memory several times over.',
    default: 100,
  }),
  MEDIA_ALLOWED_HOSTS: optionalText({
    group: 'Media',
    description:
      'Hosts from which media may be fetched although they are on a private network or this machine: names, addresses (with a port or without) and networks, separated by commas.',
    allowed: 'host names, IP addresses, either with a port, or networks such as 10.0.0.0/8, separated by commas',
    defaultText: 'none: public addresses only',
    example: 'minio.internal:9000,10.1.0.0/16',
  }),
  MEDIA_AUTO_DOWNLOAD: text({
    group: 'Media',
    description:
      'Of which incoming messages the files are fetched at once and kept, so that they can be had when their session is not connected or WhatsApp has them no more: all, or some kinds. Files of statuses and what can be viewed once are left out.',
    allowed: `off, all, or some of ${autoDownloadKinds.join(', ')}, separated by commas`,
    default: 'off',
    pattern: `^(off|all|${kind}( *, *${kind})*)$`,
  }),
  MEDIA_AUTO_DOWNLOAD_MAX_MB: integer(1, 256, {
    group: 'Media',
    description:
      'How large a file may be that is fetched at once, in megabytes; MEDIA_MAX_MB bounds it. A larger one is fetched when it is asked for.',
    default: 16,
  }),
  MEDIA_RETENTION_DAYS: integer(0, 36_500, {
    group: 'Media',
    description: 'How many days a file is kept that was fetched at once; 0 keeps it until its session is deleted.',
    default: 30,
  }),
  MEDIA_RETENTION_MB: integer(0, 100_000_000, {
    group: 'Media',
    description:
      'How many megabytes the files may have together that were fetched at once, before the oldest are removed; 0 sets no limit.',
    default: 2_048,
  }),
  EVENT_RETENTION_DAYS: integer(0, 36_500, {
    group: 'Events',
    description:
      'How many days an event stays in the log; 0 keeps it for ever. What a webhook is still owed stays until it is delivered or a dead letter.',
    default: 30,
  }),
  EVENT_RETENTION_MB: integer(0, 1_000_000, {
    group: 'Events',
    description: 'How large the database may grow, in megabytes, before the oldest events are removed; 0 sets no limit.',
    default: 1_024,
  }),
  BACKFILL_LIMIT: integer(1, 100_000, {
    group: 'Events',
    description:
      'How many messages of one chat are fetched at most once a session is connected again; where more came meanwhile the oldest are left out, and the event messages.gap says so.',
    default: 1_000,
  }),
  BACKFILL_MAX_AGE: text({
    group: 'Events',
    description: 'How old a message may be that is fetched once a session is connected again; of older ones the event messages.gap tells.',
    allowed: 'a number of minutes, hours or days, such as 30m, 12h or 14d',
    default: '14d',
    pattern: durationPattern,
  }),
  IDEMPOTENCY_KEY_HOURS: integer(1, 720, {
    group: 'Sending',
    description: 'For how many hours a request that is repeated with its Idempotency-Key is the same message.',
    default: 24,
  }),
  QUEUE_EXPIRY_SECONDS: integer(1, 2_592_000, {
    group: 'Sending',
    description: 'How long a message that may wait ("queue": true, or a time) waits at most where its request does not say.',
    default: 3_600,
  }),
  SEND_MIN_INTERVAL_MS: integer(0, 3_600_000, {
    group: 'Sending',
    description: 'How far apart the messages of one session are at least, in milliseconds; 0 sets no pace.',
    default: 0,
  }),
  SEND_JITTER_MS: integer(0, 3_600_000, {
    group: 'Sending',
    description: 'By how much more, by chance, in milliseconds.',
    default: 0,
  }),
  NEW_NUMBER_DAILY_CAP: integer(0, 1_000_000, {
    group: 'Sending',
    description: 'How many messages a session may send within 24 hours while it is new; 0 sets no limit.',
    default: 0,
  }),
  NEW_NUMBER_DAYS: integer(1, 3_650, {
    group: 'Sending',
    description: 'For how many days after it was created a session is new.',
    default: 14,
  }),
  SEND_RETENTION_DAYS: integer(1, 3_650, {
    group: 'Sending',
    description: 'How many days it can be asked what became of a send; not shorter than IDEMPOTENCY_KEY_HOURS.',
    default: 30,
  }),
  RESTORE_CONCURRENCY: optionalInteger(1, 64, {
    group: 'Sessions',
    description: 'How many sessions start at the same time.',
    defaultText: 'twice the number of processor cores',
    example: '4',
  }),
  MAX_SESSIONS: integer(1, 10_000, {
    group: 'Sessions',
    description: 'How many sessions there may be; each connected one holds a browser of its own.',
    default: 100,
  }),
  SESSION_MEMORY_LIMIT_MB: optionalInteger(100, 65_536, {
    group: 'Sessions',
    description:
      'How much memory the processes of one session may take (worker and browser, shared pages counted once), in MB; one that takes more for 15 s is restarted as soon as no message came or went for 30 s, after 10 minutes in any case.',
    defaultText: 'none: no session is restarted for its memory',
    example: '1500',
  }),
  HANDOVER_GRACE_SECONDS: integer(0, 300, {
    group: 'Sessions',
    description:
      'How long a worker stays connected while the service is away, in seconds: a restart within that time disconnects nobody. 0 ends the sessions with the service; set it only where something starts the service again (pm2, systemd).',
    default: 0,
  }),
  AUTH_DIR: text({
    group: 'Folders',
    description: 'The profiles of the linked sessions. Whoever reads it can use the accounts.',
    allowed: 'a folder',
    default: '.wwebjs_auth',
  }),
  QUARANTINE_RETENTION_DAYS: integer(0, 36_500, {
    group: 'Folders',
    description:
      'How many days the profile of an account that was logged out, deleted or damaged stays in AUTH_DIR/quarantine before it is deleted; 0 keeps it for ever.',
    default: 30,
  }),
  CACHE_DIR: text({
    group: 'Folders',
    description: 'What can be made again.',
    allowed: 'a folder',
    default: '.wwebjs_cache',
  }),
  DATA_DIR: text({
    group: 'Folders',
    description: "The database, the workers' logs and the API key.",
    allowed: 'a folder',
    default: 'data',
  }),
  ...backupRows,
  ...auditRows,
  CHROMIUM_PATH: optionalText({
    group: 'Browser',
    description: 'The browser to run.',
    allowed: 'the path of a Chromium binary',
    defaultText: 'the first one found: chromium-headless-shell, chromium, google-chrome',
    example: '/usr/bin/chromium-headless-shell',
  }),
  CHROMIUM_ARGS: optionalText({
    group: 'Browser',
    description: "Further launch arguments for every session's browser, separated by spaces; quotes keep spaces inside one.",
    allowed: 'launch arguments that each begin with "--", with closed quotes',
    defaultText: 'none',
    example: `--lang=de --proxy-bypass-list="localhost;127.0.0.1"`,
  }),
  CHROMIUM_SANDBOX: choice(auto, {
    group: 'Browser',
    description: "Chromium's sandbox: auto turns it on unless the service runs as root, where Chromium refuses it.",
    allowed: 'auto, on or off',
    default: 'auto',
  }),
  LOG_LEVEL: choice(logLevels, {
    group: 'Log',
    description: 'The least important lines that are written.',
    allowed: `one of ${logLevels.join(', ')}`,
    default: 'info',
  }),
  LOG_PRETTY: choice(auto, {
    group: 'Log',
    description: 'Lines for people instead of JSON; auto means: when the output is a terminal.',
    allowed: 'auto, on or off',
    default: 'auto',
  }),
  START_LAUNCH_TIMEOUT_MS: deadline('the browser may take to launch', 30_000),
  START_NAVIGATE_TIMEOUT_MS: deadline('WhatsApp Web may take to load', 60_000),
  START_STATE_TIMEOUT_MS: deadline('it may take until a loaded page says whether the session is linked', 90_000),
  START_AUTHENTICATE_TIMEOUT_MS: deadline('a linked session may take from its authentication until it is connected', 30_000),
  START_PAIRING_TIMEOUT_MS: deadline('a QR code is on offer before the session stops', 300_000),
  RECONNECT_TIMEOUT_MS: deadline(
    'a page whose connection to WhatsApp is lost may take to get it back before the session is started anew',
    600_000,
  ),
});

/** The settings as they stand in the environment, converted and with their defaults. */
export type RawSettings = Static<typeof settingsSchema>;
export type SettingName = keyof RawSettings;

/** What is said of a setting besides its type. */
export function hintsOf(name: SettingName): SettingHints {
  const row: object = settingsSchema.properties[name];
  // The schema's static type leaves out what is no rule; the compiler checks the rows above.
  if (!isHinted(row)) throw new TypeError(`The setting ${name} has no hints.`);
  return row;
}

function isHinted(row: object): row is SettingHints {
  return 'allowed' in row && 'group' in row && 'description' in row;
}
