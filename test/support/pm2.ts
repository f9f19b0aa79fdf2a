import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';

import { commandLineOf, processTree, survivors } from './process-tree.ts';

const pm2Path = join(import.meta.dirname, '../../node_modules/pm2/bin/pm2');
/** Longer than kill_timeout and listen_timeout of ecosystem.config.js together. */
const commandTimeoutMs = 120_000;
const endTimeoutMs = 5_000;

export type Pm2App = {
  name: string;
  pid: number;
  /** online, launching, stopping, stopped, errored, waiting restart */
  status: string;
  restarts: number;
  outFile: string;
  errorFile: string;
};

export type Pm2Result = { code: number | null; output: string };

/** A pm2 of its own: real, from node_modules, with its daemon, sockets and files in a temporary folder. */
export class Pm2 {
  readonly home: string;
  readonly #env: Record<string, string | undefined>;
  readonly #seen = new Map<string, ProcessIdentity>();
  readonly #left: { pid: number; command: string }[] = [];
  #closed: Promise<void> | undefined;

  /** `env` is what pm2's commands are run with, and thereby what the apps get. */
  static async open(env: Record<string, string> = {}): Promise<Pm2> {
    return new Pm2(await mkdtemp(join(tmpdir(), 'pm2-')), env);
  }

  private constructor(home: string, env: Record<string, string>) {
    this.home = home;
    const { PATH, HOME, TMPDIR, WHATSAPP_SERVICE_TEST_RUN } = process.env;
    const inherited = { PATH, HOME, TMPDIR, WHATSAPP_SERVICE_TEST_RUN };
    this.#env = { ...inherited, PM2_HOME: home, PM2_DISABLE_VERSION_CHECK: 'true', ...env };
  }

  /** Starts what a configuration file describes; resolves as pm2 does: when it is ready, or listen_timeout is over. */
  start(file: string, env: Record<string, string> = {}): Promise<Pm2Result> {
    return this.#succeed(['start', file], env);
  }

  restart(name: string): Promise<Pm2Result> {
    return this.#succeed(['restart', name]);
  }

  reload(name: string): Promise<Pm2Result> {
    return this.#succeed(['reload', name]);
  }

  stop(name: string): Promise<Pm2Result> {
    return this.#succeed(['stop', name]);
  }

  delete(name: string): Promise<Pm2Result> {
    return this.#succeed(['delete', name]);
  }

  async list(): Promise<Pm2App[]> {
    const { output } = await this.#succeed(['jlist']);
    // The first command of all starts the daemon and talks about it before the list.
    const line = output.split('\n').findLast((text) => text.startsWith('['));
    if (line === undefined) throw new Error(`pm2 jlist printed no list:\n${output}`);
    const entries = JSON.parse(line) as ListEntry[];
    return entries.map(appOf);
  }

  /** The one app of this name; throws when there is none. */
  async app(name: string): Promise<Pm2App> {
    const found = (await this.list()).find((app) => app.name === name);
    if (found === undefined) throw new Error(`pm2 has no app "${name}".`);
    return found;
  }

  /** Runs any pm2 command; throws only when it does not end in time. */
  async run(args: string[], env: Record<string, string> = {}): Promise<Pm2Result> {
    const child = spawn(process.execPath, [pm2Path, ...args], { env: { ...this.#env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk));
    try {
      // Not 'close': the daemon that the first command starts may hold the pipes.
      await once(child, 'exit', { signal: AbortSignal.timeout(commandTimeoutMs) });
    } catch (error) {
      child.kill('SIGKILL');
      throw new Error(`pm2 ${args.join(' ')} did not end within ${commandTimeoutMs} ms:\n${output}`, { cause: error });
    } finally {
      this.#look();
    }
    return { code: child.exitCode, output };
  }

  /** The app's process and everything below it, as they are now. */
  async tree(name: string): Promise<ProcessIdentity[]> {
    const { pid } = await this.app(name);
    this.#look();
    return pid === 0 ? [] : processTree(pid);
  }

  /** Ends pm2 and its apps; throws when anything of what was seen below it has outlived that (and kills it). */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#look();
    try {
      await this.run(['kill']);
    } finally {
      await this.#killWhatIsLeft();
    }
    if (this.#left.length > 0) throw new Error(`Left behind by pm2, and killed now: ${JSON.stringify(this.#left)}`);
  }

  async #killWhatIsLeft(): Promise<void> {
    for (const { pid } of await survivors([...this.#seen.values()], endTimeoutMs)) {
      this.#left.push({ pid, command: commandLineOf(pid) });
      kill(pid);
    }
    await rm(this.home, { recursive: true, force: true });
  }

  async #succeed(args: string[], env: Record<string, string> = {}): Promise<Pm2Result> {
    const result = await this.run(args, env);
    if (result.code !== 0) throw new Error(`pm2 ${args.join(' ')} failed with code ${result.code}:\n${result.output}`);
    return result;
  }

  /** Notes the daemon and everything below it, so that close() can prove that it is gone. */
  #look(): void {
    const pid = this.daemonPid;
    if (pid === undefined) return;
    for (const each of processTree(pid)) this.#seen.set(`${each.pid} ${each.startTime}`, each);
  }

  /** pm2's own process. */
  get daemonPid(): number | undefined {
    try {
      const pid = Number(readFileSync(join(this.home, 'pm2.pid'), 'utf8'));
      // The number may be somebody else's by now.
      return commandLineOf(pid).includes(this.home) ? pid : undefined;
    } catch {
      return undefined;
    }
  }
}

type ListEntry = {
  name: string;
  pid?: number;
  pm2_env: { status: string; restart_time: number; pm_out_log_path: string; pm_err_log_path: string };
};

function appOf({ name, pid = 0, pm2_env: env }: ListEntry): Pm2App {
  return { name, pid, status: env.status, restarts: env.restart_time, outFile: env.pm_out_log_path, errorFile: env.pm_err_log_path };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
