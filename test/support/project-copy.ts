import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { fingerprintOf } from '@whatsapp-service/shared/bundle/fresh-bundle.mjs';
import { dashboardInputs } from '../../scripts/dashboard/fresh-dashboard.mjs';
import { packagesFingerprint } from '../../scripts/bootstrap/packages.mjs';

const root = join(import.meta.dirname, '../..');
const untilMs = 20_000;

/** A folder with the project's scripts and package.json, and whatever else a test puts there. */
export class ProjectCopy {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;

  constructor(folder: string) {
    this.root = folder;
    cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
    for (const name of ['bundle', 'chromium']) {
      cpSync(join(root, 'packages/shared/src', name), join(folder, 'packages/shared/src', name), { recursive: true });
    }
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    mkdirSync(join(folder, 'bin'));
    for (const name of ['supervisor', 'simulator']) this.write(`packages/${name}/package.json`, '{"type":"module"}');
    for (const name of ['index.html', 'tsconfig.json', 'src/main.tsx', 'public/icon.svg']) this.write(`packages/dashboard/${name}`, '');
    const path = `${join(folder, 'bin')}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
    // The launcher's own tests must not look like a child of another launcher or npm.
    const { npm_lifecycle_event: _, WHATSAPP_SERVICE_LAUNCHER: __, CHROMIUM_PATH: ___, ...env } = process.env;
    this.env = { ...env, PATH: path, LOG_FILE: join(folder, 'log') };
  }

  /** Puts a file there; an executable one when it begins with `#!`. */
  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
    if (content.startsWith('#!')) chmodSync(join(this.root, path), 0o755);
  }

  /** Makes the set-up think that everything is installed. */
  markSetUp(): void {
    symlinkSync(join(root, 'node_modules'), join(this.root, 'node_modules'));
    this.write('pnpm-lock.yaml', '');
    this.write('.tools/setup.json', JSON.stringify({ packages: packagesFingerprint(this.root, process.version) }));
    for (const name of ['supervisor', 'worker']) {
      this.write(`packages/${name}/dist/main.mjs`, '');
      const manifest = { entry: 'main.mjs', inputs: [], fingerprint: fingerprintOf(this.root, []) };
      this.write(`packages/${name}/dist/manifest.json`, JSON.stringify(manifest));
    }
    const inputs = dashboardInputs(this.root);
    this.write('packages/dashboard/dist/index.html', '');
    this.write('packages/dashboard/dist/manifest.json', JSON.stringify({ inputs, fingerprint: fingerprintOf(this.root, inputs) }));
    this.env['CHROMIUM_PATH'] = process.execPath;
  }

  /** What the children wrote to LOG_FILE, line by line. */
  log(): string[] {
    const path = join(this.root, 'log');
    return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
  }

  /** Waits for a line in the log. */
  async logged(line: string): Promise<void> {
    await until(`"${line}" in ${JSON.stringify(this.log())}`, () => this.log().some((each) => each.startsWith(line)));
  }

  /** Starts a program there as a terminal does: in a process group of its own. */
  start(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
    return new Running(
      spawn(program, args, { cwd: this.root, env: { ...this.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true }),
    );
  }
}

/** A program that a test started. */
export class Running {
  readonly pid: number;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  output = '';

  constructor(child: ChildProcess) {
    if (child.pid === undefined) throw new Error('The program could not be started.');
    this.pid = child.pid;
    child.stdout?.on('data', (chunk) => (this.output += String(chunk)));
    child.stderr?.on('data', (chunk) => (this.output += String(chunk)));
    this.ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  }

  /** What Ctrl-C in a terminal does: the signal goes to every process of the group at once. */
  press(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** Ends whatever is left of the group; for teardowns. */
  end(): void {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

/** Waits until something is so, at most 20 seconds. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + untilMs;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`Not within ${untilMs / 1000} s: ${what}`);
    await delay(20);
  }
}
