import { parseArgs } from 'node:util';
import { findChromium, findFullChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import type { FoundChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';

/** What `npm run bench` was asked for. */
export interface BenchOptions {
  readonly benchmark: 'restore' | 'handover' | 'messages' | 'api' | 'recover' | 'scale' | 'memory' | 'backup';
  readonly sessions: number;
  readonly rounds: number;
  /** Values of RESTORE_CONCURRENCY to compare; undefined is the service's own default. */
  readonly concurrencies: readonly (number | undefined)[];
  readonly browser: FoundChromium;
  /** Those that are measured one after the other, the one above first. */
  readonly browsers: readonly FoundChromium[];
  readonly jsonPath: string | undefined;
  /** How long the simulated WhatsApp takes between a login and its sync: the real one takes seconds. */
  readonly syncDelayMs: number;
  /** How many messages a round sends, and how many it receives, each way. */
  readonly messages: number;
  /** How many messages a stopped session misses in each round. */
  readonly missed: number;
  /** How many sessions, or workers, in growing steps. */
  readonly counts: readonly number[];
  /** How long messages come and go while memory is looked at. */
  readonly minutes: number;
  /** How long nothing happens while the CPU of idle sessions is counted. */
  readonly idleSeconds: number;
}

export const benchHelp = `Usage: npm run bench -- restore|handover|messages|api|recover|scale|memory|backup [options]

restore measures restorations of more and more sessions at the start of the service, and beside each, over the same profiles: the floor,
which is one process that only opens the page in a bare browser for each; one process that initialises all clients, as many at once as is
quickest; a plain loop in one process; and, with a full Chromium, that loop with the library's defaults, as a naive service does it.
handover measures a restart by the API under the launcher: how long HTTP is away, and what WhatsApp notices of it.
messages measures sends by the API beside the same calls on a Client of the library in one process, in turns, and messages that come
until a webhook has them, beside a bare listener that posts them with fetch; and how long what a stopped session missed takes until it is in the log.
api asks /livez, /readyz, the list of sessions and the status over ten connections without a pause, while the sessions come back and once all is
quiet, beside a server of one bare Fastify route.
recover kills browsers and workers of connected sessions until they are connected again, beside starts of stopped ones.
memory measures what the supervisor, the workers and the browsers of connected sessions hold and what CPU they take while nothing happens,
beside bare browsers on the same page; then, with all of them, how memory grows while messages come and go.
scale measures the supervisor alone, with more and more workers that speak the protocol and have no browser, beside one without workers.
backup backs up the sessions one after the other, logins of several sizes, plain and encrypted, and asks the list of sessions without a pause
before and meanwhile.
WhatsApp is simulated, in a process of its own; the first round is not counted.

  --sessions N          handover, messages, api, recover, backup: how many linked sessions (10); messages: as many each way
  --counts N,N,…        restore: how many linked sessions (1,5,10,20,40); memory: the same (1,10,40); scale: how many workers (50,200,500)
  --idle-seconds N      memory: how long nothing happens while CPU is counted, after half of that time (20)
  --minutes M           memory: how long messages come and go (30); 0 leaves it out
  --rounds N            how many counted rounds (5)
  --concurrency N,N,…   restore: values of RESTORE_CONCURRENCY to compare (the service's default)
  --browser KIND,…      headless-shell, chromium, or the path of a browser (the one that the service finds; restore: a full Chromium as well,
                        where there is one); only restore takes several
  --sync-delay-ms MS    how long WhatsApp takes to sync a session that has logged in (0); the real one takes seconds
  --messages N          messages: how many a round sends and receives, each way (200)
  --missed N            messages: how many messages a stopped session misses in each round (1000)
  --json FILE           write all figures there as well
  --help
`;

/** Reads the arguments; "help" when that was asked for. Throws an error whose message says what is wrong. */
export function parseBenchOptions(args: readonly string[], env: NodeJS.ProcessEnv, browsersDir: string): BenchOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      sessions: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '5' },
      concurrency: { type: 'string' },
      browser: { type: 'string' },
      'sync-delay-ms': { type: 'string', default: '0' },
      messages: { type: 'string', default: '200' },
      missed: { type: 'string', default: '1000' },
      counts: { type: 'string' },
      minutes: { type: 'string', default: '30' },
      'idle-seconds': { type: 'string', default: '20' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowPositionals: true,
  });
  if (values.help) return 'help';
  const benchmark = benchmarkOf(positionals.join(' '));
  return {
    benchmark,
    sessions: wholeNumber('sessions', values.sessions, 1, 200),
    rounds: wholeNumber('rounds', values.rounds, 1, 100),
    concurrencies: values.concurrency?.split(',').map((text) => wholeNumber('concurrency', text, 1, 64)) ?? [undefined],
    jsonPath: values.json,
    syncDelayMs: wholeNumber('sync-delay-ms', values['sync-delay-ms'], 0, 60_000),
    messages: wholeNumber('messages', values.messages, 1, 10_000),
    missed: wholeNumber('missed', values.missed, 1, 10_000),
    counts: (values.counts ?? defaultCounts[benchmark] ?? '1')
      .split(',')
      .map((text) => wholeNumber('counts', text, 1, 2_000))
      .toSorted((a, b) => a - b),
    minutes: minutesOf(values.minutes),
    idleSeconds: wholeNumber('idle-seconds', values['idle-seconds'], 1, 3_600),
    ...browsersOf(benchmark, values.browser, env, browsersDir),
  };
}

const defaultCounts: { readonly [B in BenchOptions['benchmark']]?: string } = {
  restore: '1,5,10,20,40',
  memory: '1,10,40',
  scale: '50,200,500',
};
const benchmarks: readonly BenchOptions['benchmark'][] = ['restore', 'handover', 'messages', 'api', 'recover', 'scale', 'memory', 'backup'];

function benchmarkOf(text: string): BenchOptions['benchmark'] {
  const found = benchmarks.find((each) => each === text);
  if (found !== undefined) return found;
  throw new Error(`There is no benchmark "${text}"; there are ${benchmarks.map((each) => `"${each}"`).join(', ')}.`);
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`--${name} must be a whole number from ${least} to ${most}; it is "${text}".`);
}

function minutesOf(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 1_440) return value;
  throw new Error(`--minutes must be a number from 0 to 1440; it is "${text}".`);
}

function browsersOf(benchmark: BenchOptions['benchmark'], wanted: string | undefined, env: NodeJS.ProcessEnv, browsersDir: string) {
  const isOfMany = benchmark === 'restore';
  const [browser, ...others] = (wanted?.split(',') ?? [undefined]).map((each) => browserOf(each, env, browsersDir));
  if (browser === undefined) throw new Error('There is no browser to measure.');
  if (others.length > 0 && !isOfMany) throw new Error(`--browser takes one browser with ${benchmark}; it is "${wanted}".`);
  const full = isOfMany && wanted === undefined ? findFullChromium() : undefined;
  return { browser, browsers: [browser, ...others, ...(full === undefined || full.path === browser.path ? [] : [full])] };
}

function browserOf(wanted: string | undefined, env: NodeJS.ProcessEnv, browsersDir: string): FoundChromium {
  const path = wanted === 'chromium' ? findFullChromium()?.path : wanted;
  const isChosen = path !== undefined && path !== 'headless-shell';
  const found = findChromium({ env: isChosen ? { CHROMIUM_PATH: path } : env, browsersDir });
  const isKind = wanted === undefined || isChosen || found?.kind === wanted;
  if (found === undefined || !isKind || (wanted === 'chromium' && path === undefined)) {
    throw new Error(`There is no ${wanted ?? 'browser'} on this machine; --browser takes a path as well.`);
  }
  return found;
}
