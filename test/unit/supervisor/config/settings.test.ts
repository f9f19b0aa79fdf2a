import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { loadSettings } from '@whatsapp-service/supervisor/config/settings.ts';
import t from 'tap';

const machine = { cores: 6, isRoot: false, isTerminal: false };
const key = 'a-key-of-sixteen';

/** Loads an environment with a .env in a folder of the test's own. */
function load(rootDir: string, env: Record<string, string | undefined>) {
  return loadSettings(env, { rootDir, machine });
}

t.test('without any setting everything has its default', async (t) => {
  const rootDir = t.testdir();
  t.strictSame(load(rootDir, {}), {
    host: '127.0.0.1',
    port: 3000,
    http: {
      basePath: '',
      trustProxy: undefined,
      perKey: 0,
      perAddress: 0,
      wrongKeys: 10,
      overloadLoopDelayMs: 1_000,
      overloadHeapBytes: 0,
      tls: undefined,
    },
    apiKeys: undefined,
    django: undefined,
    webhooks: { url: undefined, secrets: [], allowedHosts: [], timeoutMs: 10_000 },
    backfill: { limit: 1_000, maxAgeMs: 14 * 24 * 3_600_000 },
    sends: {
      keyLifeMs: 24 * 3_600_000,
      queueExpiryMs: 3_600_000,
      pacing: { minIntervalMs: 0, jitterMs: 0, newNumberDailyCap: 0, newNumberForMs: 14 * 24 * 3_600_000 },
      retentionMs: 30 * 24 * 3_600_000,
    },
    media: {
      maxBytes: 100 * 1024 * 1024,
      allowedHosts: [],
      autoDownload: undefined,
      retention: { maxAgeMs: 30 * 24 * 3_600_000, maxBytes: 2_048 * 1024 * 1024 },
    },
    eventRetention: { maxAgeMs: 30 * 24 * 3_600_000, maxBytes: 1_024 * 1_024 * 1_024 },
    restoreConcurrency: 12,
    maxSessions: 100,
    sessionMemoryLimitBytes: undefined,
    handoverGraceMs: 0,
    authDir: join(rootDir, '.wwebjs_auth'),
    quarantineRetentionDays: 30,
    cacheDir: join(rootDir, '.wwebjs_cache'),
    dataDir: join(rootDir, 'data'),
    backups: { folder: join(rootDir, 'data/backups'), secret: undefined, retention: { count: 7, ageMs: 0 }, times: undefined },
    auditRetention: { maxAgeMs: 90 * 24 * 3_600_000, maxEntries: 1_000_000 },
    chromiumPath: undefined,
    chromiumArgs: [],
    chromiumSandbox: true,
    logLevel: 'info',
    logPretty: false,
    startDeadlines: {
      launchMs: 30_000,
      navigateMs: 60_000,
      stateKnownMs: 90_000,
      authenticateMs: 30_000,
      pairingMs: 300_000,
      reconnectMs: 600_000,
    },
  });
});

t.test('every setting is taken from the environment and converted', async (t) => {
  const rootDir = t.testdir();
  const settings = load(rootDir, {
    HOST: '::1',
    PORT: '0',
    API_KEYS: `${key}, ${key}-2,`,
    DJANGO_BASE_URL: 'https://app.example.org/prefix//',
    DJANGO_API_KEY: 'd',
    DJANGO_TIMEOUT_MS: '100',
    RESTORE_CONCURRENCY: '64',
    MAX_SESSIONS: '1',
    HANDOVER_GRACE_SECONDS: '30',
    AUTH_DIR: 'a/b',
    CACHE_DIR: '/var/cache/it',
    DATA_DIR: '~/it',
    CHROMIUM_PATH: 'bin/chrome',
    CHROMIUM_ARGS: `--a "--b=x y" --c='1 2' --d="3 4"`,
    CHROMIUM_SANDBOX: 'off',
    LOG_LEVEL: 'DEBUG',
    LOG_PRETTY: 'on',
    START_PAIRING_TIMEOUT_MS: '100',
    BASE_PATH: '/tools/whats-app_1.~',
    NO_SETTING_OF_OURS: 'x',
  });
  t.match(settings, {
    host: '::1',
    port: 0,
    http: { basePath: '/tools/whats-app_1.~' },
    apiKeys: [key, `${key}-2`],
    django: { baseUrl: 'https://app.example.org/prefix', apiKey: 'd', timeoutMs: 100 },
    restoreConcurrency: 64,
    maxSessions: 1,
    handoverGraceMs: 30_000,
    authDir: join(rootDir, 'a/b'),
    cacheDir: '/var/cache/it',
    dataDir: join(homedir(), 'it'),
    chromiumPath: join(rootDir, 'bin/chrome'),
    chromiumArgs: ['--a', '--b=x y', '--c=1 2', '--d=3 4'],
    chromiumSandbox: false,
    logLevel: 'debug',
    logPretty: true,
    startDeadlines: { pairingMs: 100 },
  });
});

t.test('the environment wins over .env, and an empty value counts as none', async (t) => {
  const rootDir = t.testdir({ '.env': 'PORT=4000\nHOST=0.0.0.0\nMAX_SESSIONS= 7 \nLOG_LEVEL=\n' });
  const settings = load(rootDir, { PORT: '5000', HOST: '', RESTORE_CONCURRENCY: ' 3 ' });
  t.match(settings, { port: 5000, host: '0.0.0.0', maxSessions: 7, logLevel: 'info', restoreConcurrency: 3 });
});

t.test('a .env that cannot be read stops the start with a sentence that names it', async (t) => {
  const rootDir = t.testdir();
  mkdirSync(join(rootDir, '.env'));
  t.throws(() => load(rootDir, {}), { code: 'SUP_SETTING_INVALID', message: /\.env must be a file that can be read \(EISDIR\)/ });
});

const faults: readonly (readonly [title: string, env: Record<string, string>, sentence: string])[] = [
  ['a word for a port', { PORT: 'abc' }, 'PORT must be an integer from 0 to 65535; it is "abc".'],
  ['a number with a tail', { PORT: '3000x' }, 'PORT must be an integer from 0 to 65535; it is "3000x".'],
  ['a port that is too large', { PORT: '65536' }, 'PORT must be an integer from 0 to 65535; it is "65536".'],
  ['a negative port', { PORT: '-1' }, 'PORT must be an integer from 0 to 65535; it is "-1".'],
  ['a broken number', { MAX_SESSIONS: '1.5' }, 'MAX_SESSIONS must be an integer from 1 to 10000; it is "1.5".'],
  ['no concurrency', { RESTORE_CONCURRENCY: '0' }, 'RESTORE_CONCURRENCY must be an integer from 1 to 64; it is "0".'],
  ['a long grace', { HANDOVER_GRACE_SECONDS: '301' }, 'HANDOVER_GRACE_SECONDS must be an integer from 0 to 300; it is "301".'],
  [
    'a URL as the host',
    { HOST: 'http://x' },
    'HOST must be an IP address or a host name, such as 127.0.0.1, 0.0.0.0 or ::1; it is "http://x".',
  ],
  ['an unknown level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent; it is "loud".'],
  ['an unknown switch', { LOG_PRETTY: 'maybe' }, 'LOG_PRETTY must be auto, on or off; it is "maybe".'],
  [
    'another protocol for Django',
    { DJANGO_BASE_URL: 'ftp://x', DJANGO_API_KEY: 'd' },
    'DJANGO_BASE_URL must be an http or https URL without user, query and fragment, such as https://app.example.org; it is "ftp://x".',
  ],
  [
    'Django without its key',
    { DJANGO_BASE_URL: 'http://x' },
    'DJANGO_API_KEY must be a key of 1 to 512 visible ASCII characters; it is missing, and DJANGO_BASE_URL needs it.',
  ],
  [
    'an open quote',
    { CHROMIUM_ARGS: '--a="b' },
    'CHROMIUM_ARGS must be launch arguments that each begin with "--", with closed quotes; it has a quote that is not closed.',
  ],
  [
    'a page to open',
    { CHROMIUM_ARGS: '--a http://x' },
    'CHROMIUM_ARGS must be launch arguments that each begin with "--", with closed quotes; it has "http://x".',
  ],
  [
    'one profile for all',
    { CHROMIUM_ARGS: '--user-data-dir=/x' },
    'CHROMIUM_ARGS must be launch arguments that each begin with "--", with closed quotes; it has --user-data-dir, which the service sets itself.',
  ],
];

for (const [title, env, sentence] of faults) {
  t.test(`${title} stops the start with one sentence that names the setting`, async (t) => {
    const rootDir = t.testdir();
    t.throws(() => load(rootDir, env), {
      code: 'SUP_SETTING_INVALID',
      message: `${sentence} Mend it in the environment or in .env.`,
    });
  });
}

const badPaths = [
  '/',
  'whatsapp',
  '/whatsapp/',
  '/a//b',
  '/a/../b',
  '/./a',
  '/what%73app',
  'https://a.example/b',
  '/a?b',
  '/a b',
  `/${'a'.repeat(200)}`,
];

t.test('a path that is none, or not only one, stops the start', async (t) => {
  for (const path of badPaths) {
    const message = /^BASE_PATH must be a path that begins with a slash and ends with none.* leave it out for none; it is "/;
    t.throws(() => load(t.testdirName, { BASE_PATH: path }), { code: 'SUP_SETTING_INVALID', message }, path);
  }
  t.throws(() => load(t.testdirName, { BASE_PATH: '/livez' }), { message: /"\/livez", which the service answers at its port in any case/ });
});

const secrets: readonly Record<string, string>[] = [
  { API_KEYS: 'short-secret' },
  { API_KEYS: `${key},sechs zehn zeichen mit secret` },
  { API_KEYS: `secret${'x'.repeat(600)}` },
  { DJANGO_API_KEY: 'secret with blanks' },
  { DJANGO_API_KEY: 'secret-ü' },
  { DJANGO_BASE_URL: 'http://user:secret@x', DJANGO_API_KEY: 'd' },
];

for (const env of secrets) {
  t.test(`the sentence for a bad ${Object.keys(env)[0]} does not show it: ${Object.values(env)[0]?.slice(0, 20)}`, async (t) => {
    const rootDir = t.testdir();
    const error = t.throws(() => load(rootDir, env), { code: 'SUP_SETTING_INVALID' });
    t.notMatch(String(error), /secret/);
    t.match(String(error), Object.keys(env)[0] ?? '');
  });
}

t.test('a list of keys that holds none is refused, not taken for open access', async (t) => {
  const rootDir = t.testdir();
  t.throws(() => load(rootDir, { API_KEYS: ' , ,' }), { message: /^API_KEYS must be .*; it holds no key\./ });
});

t.test('a long bad value is shown in part, and on one line', async (t) => {
  const rootDir = t.testdir();
  const error = t.throws(() => load(rootDir, { PORT: `1\n${'x'.repeat(5_000)}` }));
  t.ok(String(error).length < 400);
  t.notMatch(String(error), /\n/);
});

t.test('as root the sandbox is off, and asking for it is refused', async (t) => {
  const rootDir = t.testdir();
  const asRoot = { rootDir, machine: { ...machine, isRoot: true } };
  t.equal(loadSettings({}, asRoot).chromiumSandbox, false);
  t.throws(() => loadSettings({ CHROMIUM_SANDBOX: 'on' }, asRoot), { message: /^CHROMIUM_SANDBOX must be .* starts no sandbox as root/ });
});

t.test('lines are pretty on a terminal unless a setting says otherwise', async (t) => {
  const rootDir = t.testdir();
  const onTerminal = { rootDir, machine: { ...machine, isTerminal: true } };
  t.equal(loadSettings({}, onTerminal).logPretty, true);
  t.equal(loadSettings({ LOG_PRETTY: 'false' }, onTerminal).logPretty, false);
});

t.test('every line of .env.example can be taken as it is', async (t) => {
  const rootDir = t.testdir();
  const example = readFileSync(join(import.meta.dirname, '../../../../.env.example'), 'utf8');
  const env = parseEnv(example.replaceAll(/^#(?=[A-Z_]+=)/gm, ''));
  t.ok(Object.keys(env).length >= 20);
  t.match(load(rootDir, env), { port: 3000, chromiumArgs: ['--lang=de', '--proxy-bypass-list=localhost;127.0.0.1'] });
});

t.test('how old a message may be that is fetched afterwards is written with its unit', async (t) => {
  const maxAge = (BACKFILL_MAX_AGE: string) => load(t.testdir(), { BACKFILL_MAX_AGE }).backfill.maxAgeMs;
  t.strictSame(['30m', '12h', '7d'].map(maxAge), [1_800_000, 43_200_000, 604_800_000]);
  for (const bad of ['7', '0d', '-1d', '7 days', '1w'])
    t.throws(() => maxAge(bad), /BACKFILL_MAX_AGE must be a number of minutes, hours or days/);
});

t.test('the schedule of backups is a cron expression that comes true', (t) => {
  const rootDir = t.testdir();
  const timesOf = (text: string) => load(rootDir, { BACKUP_SCHEDULE: text }).backups.times;
  t.equal(timesOf('off'), undefined);
  t.equal(timesOf('30 3 * * 1')?.text, '30 3 * * 1');
  const fromMs = new Date(2026, 10, 24, 12).getTime();
  t.equal(timesOf('0 3 * * *')?.after(fromMs), new Date(2026, 10, 25, 3).getTime(), 'by the clock on the wall');
  for (const bad of ['nightly', '* * *', '0 0 3 * * *', '0 0 31 2 *', '61 * * * *']) {
    t.throws(
      () => timesOf(bad),
      { code: 'SUP_SETTING_INVALID', message: /^BACKUP_SCHEDULE must be a cron expression of five fields/ },
      bad,
    );
  }
  t.end();
});
