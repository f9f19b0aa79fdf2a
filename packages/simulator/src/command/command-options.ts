import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CommandLineWrong } from '../simulator-errors.ts';
import type { NewPhone } from '../accounts/account-store.ts';
import { parsePhoneNumber } from '../accounts/phone-number.ts';
import type { SimulatorOptions } from '../simulator-options.ts';

type Flag = { readonly value: string; readonly text: string };

const flags = {
  port: { value: 'PORT', text: 'where the page is served on 127.0.0.1; 0 takes a free port (8443)' },
  'api-port': { value: 'PORT', text: "where the phones' HTTP API is served on 127.0.0.1; 0 takes a free port (8480)" },
  phones: { value: 'NUMBER:NAME,…', text: 'phones to begin with' },
  'state-file': {
    value: 'FILE',
    text: 'where accounts, devices, messages and the certificate are kept; without it they end with the process',
  },
  'qr-refresh-ms': { value: 'MS', text: 'how long a QR code is good (20000)' },
  'qr-refs': { value: 'COUNT', text: 'how many QR codes a page gets before it has to ask for more (6)' },
  'sync-delay-ms': { value: 'MS', text: 'between a login and its sync (0)' },
  'offline-delivery': {
    value: 'before|after',
    text: 'what came while a device was away reaches its page before or after its sync (after)',
  },
  'removed-device': { value: 'stay|reload', text: 'a page whose device was removed meanwhile goes to its QR, or reloads (stay)' },
  'max-devices': { value: 'COUNT', text: 'how many devices a phone can link (4)' },
} as const satisfies Record<string, Flag>;

type FlagName = keyof typeof flags;
type Settings = Partial<Record<FlagName, string>>;

const defaultPort = 8443;
const defaultApiPort = 8480;
const highestPort = 65_535;

function variableOf(flag: string): string {
  return `SIMULATOR_${flag.replaceAll('-', '_').toUpperCase()}`;
}

/** What --help prints. */
export function helpText(): string {
  const lines = Object.entries(flags).map(([name, { value, text }]) => `  --${name} ${value}\n      ${text}; or ${variableOf(name)}`);
  return [
    'Usage: npm run simulator -- [options]',
    '',
    'A WhatsApp Web on this machine, with simulated phones.',
    '',
    ...lines,
    '  --help',
    '',
  ].join('\n');
}

/** Reads flags, and the environment for those not given; "help" when that was asked for. Throws CommandLineWrong, NumberInvalid. */
export function parseCommand(args: readonly string[], environment: NodeJS.ProcessEnv): SimulatorOptions | 'help' {
  const values = parseFlags(args);
  if (values['help'] === true) return 'help';
  const settings: Settings = {};
  for (const name of Object.keys(flags) as FlagName[]) {
    const value = values[name] ?? environment[variableOf(name)];
    if (typeof value === 'string' && value !== '') settings[name] = value;
  }
  return optionsOf(settings);
}

function parseFlags(args: readonly string[]): Readonly<Record<string, string | boolean | undefined>> {
  const options: ParseArgsConfig['options'] = { help: { type: 'boolean', short: 'h' } };
  for (const name of Object.keys(flags)) options[name] = { type: 'string' };
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    return values as Record<string, string | boolean | undefined>;
  } catch (error) {
    throw new CommandLineWrong(error instanceof Error ? error.message : String(error));
  }
}

function optionsOf(settings: Settings): SimulatorOptions {
  const numbers = {
    qrRefreshMs: wholeNumber(settings, 'qr-refresh-ms', 1),
    qrRefs: wholeNumber(settings, 'qr-refs', 1),
    syncDelayMs: wholeNumber(settings, 'sync-delay-ms', 0),
    maxDevices: wholeNumber(settings, 'max-devices', 1),
  };
  const choices = {
    offlineDelivery: choice(settings, 'offline-delivery', ['before', 'after'] as const),
    removedDevice: choice(settings, 'removed-device', ['stay', 'reload'] as const),
    stateFile: settings['state-file'],
    phones: settings.phones === undefined ? undefined : parsePhones(settings.phones),
  };
  const given = Object.entries({ ...numbers, ...choices }).filter(([, value]) => value !== undefined);
  return {
    port: wholeNumber(settings, 'port', 0, highestPort) ?? defaultPort,
    apiPort: wholeNumber(settings, 'api-port', 0, highestPort) ?? defaultApiPort,
    ...Object.fromEntries(given),
  };
}

function wholeNumber(settings: Settings, name: FlagName, least: number, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const text = settings[name];
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new CommandLineWrong(`--${name} is "${text}"; it takes a whole number from ${least}${most === highestPort ? ` to ${most}` : ''}`);
}

function choice<T extends string>(settings: Settings, name: FlagName, choices: readonly T[]): T | undefined {
  const text = settings[name];
  const found = choices.find((one) => one === text);
  if (text === undefined || found !== undefined) return found;
  throw new CommandLineWrong(`--${name} is "${text}"; it takes ${choices.join(' or ')}`);
}

function parsePhones(text: string): NewPhone[] {
  return text.split(',').map((entry) => {
    const [number = '', ...name] = entry.split(':');
    const digits = parsePhoneNumber(number);
    return { number: digits, name: name.join(':').trim() || `Phone ${digits}` };
  });
}
