import { projectRoot } from '../config/project-root.ts';
import { loadSettings } from '../config/settings.ts';
import type { Settings } from '../config/settings.ts';
import { CliFailure } from './cli-failure.ts';
import { connectionOf } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';
import { exitCodes } from './exit-codes.ts';
import { printableJson } from './printable.ts';
import { ServiceClient } from './service-client.ts';
import type { Terminal } from './terminal.ts';

/** The options that every command takes. */
export interface GlobalOptions extends ConnectionOptions {
  readonly json?: true;
  /** Seconds. */
  readonly timeout: number;
}

/** What the commands have in common. */
export class CliContext {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  #settings: Settings | undefined;

  constructor(terminal: Terminal, env: Readonly<Record<string, string | undefined>>, cwd: string) {
    this.terminal = terminal;
    this.env = env;
    this.cwd = cwd;
  }

  /** The settings of the service on this machine; throws CliFailure where one is bad. */
  settings(): Settings {
    try {
      this.#settings ??= loadSettings(this.env, { rootDir: projectRoot });
      return this.#settings;
    } catch (cause) {
      throw new CliFailure(exitCodes.usage, cause instanceof Error ? cause.message : String(cause), { cause });
    }
  }

  /** The service; what takes longer than other calls has at least so many seconds. */
  client(options: GlobalOptions, leastSeconds = 0): ServiceClient {
    const { env, cwd } = this;
    const timeoutMs = Math.max(options.timeout, leastSeconds) * 1_000;
    return new ServiceClient(connectionOf(options, { env, cwd, settings: () => this.settings() }), timeoutMs);
  }

  /** Writes a result: as JSON where that is wanted, else as the text for people. */
  show(options: GlobalOptions, value: unknown, text: () => string): void {
    this.terminal.say(options.json ? printableJson(value, 2) : text());
  }

  /** Asks a person whether to go on; throws CliFailure where the answer is no or nobody is there. */
  async confirm(options: GlobalOptions & { readonly yes?: true }, question: string): Promise<void> {
    if (options.yes) return;
    if (options.json || !this.terminal.canAsk) {
      throw new CliFailure(exitCodes.usage, `${question} Nobody can be asked here: add --yes to say so.`);
    }
    const answer = await this.terminal.ask(`${question} [y/N] `, confirmTimeoutMs);
    if (answer !== undefined && /^y(es)?$/i.test(answer.trim())) return;
    throw new CliFailure(
      exitCodes.failed,
      answer === undefined ? `No answer came within ${confirmTimeoutMs / 1_000} s. Nothing was done.` : 'Nothing was done.',
    );
  }
}

/** Less than the two minutes for which a restart's token is good. */
const confirmTimeoutMs = 110_000;
