import { parseArgs } from 'node:util';
import { findChromium, findFullChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import type { FoundChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';

/** What `npm run bench` was asked for. */
export interface BenchOptions {
  readonly benchmark: 'restore' | 'handover' | 'messages';
  readonly sessions: number;
  readonly rounds: number;
  /** Values of RESTORE_CONCURRENCY to compare; undefined is the service's own default. */
  readonly concurrencies: readonly (number | undefined)[];
  readonly browser: FoundChromium;
  /** The library's own choice, for the loop with its defaults; undefined where the machine has none. */
  readonly fullChromium: FoundChromium | undefined;
  readonly jsonPath: string | undefined;
  /** How long the simulated WhatsApp takes between a login and its sync: the real one takes seconds. */
  readonly syncDelayMs: number;
  /** How many messages a round sends, and how many it receives, each way. */
  readonly messages: number;
}

export const benchHelp = `Usage: npm run bench -- restore|handover|messages [options]

restore measures a restoration at the start of the service, and beside it a plain loop in one process over the same profiles:
with the service's browser and flags, and (where there is a full Chromium) with the library's defaults, as a naive service does it.
handover measures a restart by the API under the launcher: how long HTTP is away, and what WhatsApp notices of it.
messages measures sends by the API beside the same calls on a Client of the library in one process, in turns, and messages that come
until a webhook has them, beside a bare listener that posts them with fetch.
WhatsApp is simulated, in a process of its own; the first round is not counted.

  --sessions N          how many linked sessions (10); messages: as many each way
  --rounds N            how many counted rounds (5)
  --concurrency N,N,…   restore: values of RESTORE_CONCURRENCY to compare (the service's default)
  --browser KIND        headless-shell, chromium, or the path of a browser (the one that the service finds)
  --sync-delay-ms MS    how long WhatsApp takes to sync a session that has logged in (0); the real one takes seconds
  --messages N          messages: how many a round sends and receives, each way (200)
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
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowPositionals: true,
  });
  if (values.help) return 'help';
  return {
    benchmark: benchmarkOf(positionals.join(' ')),
    sessions: wholeNumber('sessions', values.sessions, 1, 200),
    rounds: wholeNumber('rounds', values.rounds, 1, 100),
    concurrencies: values.concurrency?.split(',').map((text) => wholeNumber('concurrency', text, 1, 64)) ?? [undefined],
    browser: browserOf(values.browser, env, browsersDir),
    fullChromium: findFullChromium(),
    jsonPath: values.json,
    syncDelayMs: wholeNumber('sync-delay-ms', values['sync-delay-ms'], 0, 60_000),
    messages: wholeNumber('messages', values.messages, 1, 10_000),
  };
}

function benchmarkOf(text: string): BenchOptions['benchmark'] {
  if (text === 'restore' || text === 'handover' || text === 'messages') return text;
  throw new Error(`There is no benchmark "${text}"; there are "restore", "handover" and "messages".`);
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`--${name} must be a whole number from ${least} to ${most}; it is "${text}".`);
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
