import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { runCli } from '@whatsapp-service/supervisor/cli/run-cli.ts';
import { Terminal } from '@whatsapp-service/supervisor/cli/terminal.ts';

const entry = fileURLToPath(new URL('../../packages/supervisor/src/cli/main.ts', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What a person types who sits at a terminal; without it there is none. */
  readonly types?: string;
}

/** Runs the command in this process. */
export async function cli(args: readonly string[], { env = {}, cwd = '/', types }: CliOptions = {}): Promise<CliResult> {
  const isTTY = types !== undefined;
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()].map((stream) =>
    Object.assign(stream, { isTTY }),
  );
  if (stdin === undefined || stdout === undefined || stderr === undefined) throw new Error('There are three streams.');
  if (types !== undefined) stdin.write(types);
  const alone = { ENV_FILE: '/dev/null', ...env };
  const code = await runCli({ args, terminal: new Terminal({ stdin, stdout, stderr, env: alone }), env: alone, cwd });
  return { code, stdout: textOf(stdout), stderr: textOf(stderr) };
}

/** The command in a process of its own. */
export class CliProcess {
  stdout = '';
  stderr = '';
  readonly exited: Promise<CliResult>;
  readonly #child: ChildProcess;

  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, [entry, ...args], {
      env: { ...process.env, ENV_FILE: '/dev/null', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const onExit = (): void => void this.#child.kill('SIGKILL');
    process.once('exit', onExit);
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.exited = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        process.off('exit', onExit);
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /** Whoever reads the output goes away. */
  closeOutput(): void {
    this.#child.stdout?.destroy();
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

function textOf(stream: PassThrough): string {
  const chunk: unknown = stream.read();
  return chunk instanceof Buffer ? chunk.toString() : '';
}
