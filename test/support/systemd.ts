import { execFile, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { processTree, survivors } from './process-tree.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const boot = join(import.meta.dirname, '../fixtures/systemd/boot.sh');
const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--cgroup', '--uts', '--ipc'];
const bootTimeoutMs = 30_000;
/** Longer than TimeoutStopSec of the unit. */
const commandTimeoutMs = 90_000;

/** Why no systemd can be run here; undefined where one can. */
export function systemdRefusal(): string | undefined {
  if (process.getuid?.() !== 0) return 'namespaces and mounts for a systemd of its own are for root alone';
  if (!existsSync('/lib/systemd/systemd')) return 'there is no systemd on this machine';
  if (ownControlGroup() === undefined) return 'there are no control groups of version 2';
  const probe = spawnSync('unshare', [...namespaces, 'mount', '-t', 'tmpfs', 'tmpfs', '/run'], { encoding: 'utf8' });
  return probe.status === 0 ? undefined : `namespaces of its own are refused here (${probe.error?.message ?? probe.stderr.trim()})`;
}

export interface SystemdOptions {
  /** The only folder that it may write. */
  readonly folder: string;
  /** What is at /srv/whatsapp-service. */
  readonly project: string;
  /** Unit files by their names. */
  readonly units: Readonly<Record<string, string>>;
  /** The user and group "whatsapp". */
  readonly userId: number;
}

/** A live systemd of its own, the first process of its namespaces: nothing of the machine's is started or changed, and it ends with the test. */
export class Systemd {
  readonly #options: SystemdOptions;
  readonly #child: ChildProcess;
  readonly #group: string;

  private constructor(options: SystemdOptions, child: ChildProcess, group: string) {
    this.#options = options;
    this.#child = child;
    this.#group = group;
  }

  /** Resolves once it takes commands; rejects with what it has written where it does not. */
  static async boot(options: SystemdOptions): Promise<Systemd> {
    const { folder, project } = options;
    prepare(options);
    const group = join(ownControlGroup() ?? '', `whatsapp-service-test-${process.pid}`);
    mkdirSync(group);
    const log = openSync(join(folder, 'systemd.log'), 'a');
    // The shell enters the group before there is a namespace that begins there; a test that is killed takes all of it along.
    const enter = 'echo $$ > "$0/cgroup.procs" && exec setpriv --pdeathsig KILL unshare "$@"';
    const child = spawn('/bin/sh', ['-c', enter, group, ...namespaces, '/bin/sh', boot, folder, project], { stdio: ['ignore', log, log] });
    closeSync(log);
    const systemd = new Systemd(options, child, group);
    try {
      await until('systemd has booted', async () => child.exitCode !== null || systemd.#hasBooted(), bootTimeoutMs);
      if (child.exitCode !== null) throw new Error(`It ended with code ${child.exitCode}.`);
      return systemd;
    } catch (error) {
      const output = readFileSync(join(folder, 'systemd.log'), 'utf8');
      await systemd.close();
      throw new Error(`systemd did not boot:\n${output}`, { cause: error });
    }
  }

  /** Runs systemctl; rejects where it fails. */
  async systemctl(...args: string[]): Promise<string> {
    return (await this.#inside('systemctl', ...args)).trim();
  }

  /** Properties of a unit, such as MainPID, whose number is one of the namespace. */
  async show(unit: string, ...properties: string[]): Promise<Record<string, string>> {
    const output = await this.systemctl('show', unit, `--property=${properties.join(',')}`);
    return Object.fromEntries(output.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  }

  /** Replaces a unit file or adds one. */
  async write(name: string, text: string): Promise<void> {
    writeUnit(this.#options.folder, name, text);
    await this.systemctl('daemon-reload');
  }

  /** How many processes the unit's control group has. */
  processesOf(unit: string): number {
    const file = join(this.#group, 'system.slice', unit, 'cgroup.procs');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).length : 0;
  }

  /** Ends it with all that runs in it; rejects where something survives. */
  async close(): Promise<void> {
    const tree = this.#child.pid === undefined ? [] : processTree(this.#child.pid);
    // The kernel ends everything in the namespace with its first process.
    this.#child.kill('SIGKILL');
    const left = await survivors(tree, 10_000);
    if (left.length > 0) throw new Error(`Of systemd are left: ${JSON.stringify(left)}`);
    removeGroups(this.#group);
  }

  async #hasBooted(): Promise<boolean> {
    return this.systemctl('is-system-running').then(
      (state) => state === 'running',
      () => false,
    );
  }

  async #inside(...command: string[]): Promise<string> {
    const [, first] = this.#child.pid === undefined ? [] : processTree(this.#child.pid);
    if (first === undefined) throw new Error('systemd does not run.');
    const args = [`--target=${first.pid}`, '--mount', '--pid', '--cgroup', '--uts', '--ipc', ...command];
    const { stdout } = await run('nsenter', args, { timeout: commandTimeoutMs });
    return stdout;
  }
}

/** The folder of this process's control group of version 2; undefined where there is none. */
function ownControlGroup(): string | undefined {
  const mount = /^\S+ (\S+) cgroup2 /m.exec(readFileSync('/proc/mounts', 'utf8'))?.[1];
  const path = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  return mount === undefined || path === undefined ? undefined : join(mount, path);
}

function prepare({ folder, units, userId }: SystemdOptions): void {
  const passwd = `whatsapp:x:${userId}:${userId}::/srv/whatsapp-service:/usr/sbin/nologin\n`;
  writeFileSync(join(folder, 'passwd'), readFileSync('/etc/passwd', 'utf8') + passwd);
  writeFileSync(join(folder, 'group'), `${readFileSync('/etc/group', 'utf8')}whatsapp:x:${userId}:\n`);
  // What systemd itself has to find; everything else of the machine is out of its sight.
  for (const name of ['default', 'basic', 'sysinit', 'shutdown', 'network-online', 'multi-user']) {
    writeUnit(folder, `${name}.target`, `[Unit]\nDescription=${name}\nDefaultDependencies=no\n`);
  }
  for (const [name, text] of Object.entries(units)) writeUnit(folder, name, text);
}

function writeUnit(folder: string, name: string, text: string): void {
  const path = join(folder, 'units', name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

function removeGroups(group: string): void {
  for (const entry of readdirSync(group, { withFileTypes: true })) if (entry.isDirectory()) removeGroups(join(group, entry.name));
  rmdirSync(group);
}
