import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const commandTimeoutMs = 60_000;
const stopTimeoutMs = 5_000;

/** The folder of the example project. */
export const djangoRoot = join(import.meta.dirname, '../../examples/django');

export type CommandResult = { code: number | null; stdout: string; stderr: string };

/** Runs `manage.py <args>` of the example with Debian's Python and waits for its end; kills it after a minute and throws. */
export async function manageDjango(args: string[], env: Record<string, string> = {}, stdin = ''): Promise<CommandResult> {
  const child = spawnDjango(args, env);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk));
  // A command that does not read its input closes it, which is no failure.
  child.stdin?.on('error', () => {});
  child.stdin?.end(stdin);
  try {
    await once(child, 'close', { signal: AbortSignal.timeout(commandTimeoutMs) });
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`manage.py ${args.join(' ')} did not end within ${commandTimeoutMs} ms:\n${stdout}${stderr}`, { cause: error });
  }
  return { code: child.exitCode, stdout, stderr };
}

/** Starts `manage.py <args>`; it ends with this process, however that ends. */
export function spawnDjango(args: string[], env: Record<string, string>): ChildProcess {
  const { PATH, HOME, WHATSAPP_SERVICE_TEST_RUN } = process.env;
  const inherited = { PATH, HOME, WHATSAPP_SERVICE_TEST_RUN, LANG: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1' };
  // setpriv replaces itself by Python, which keeps the pid.
  return spawn('setpriv', ['--pdeathsig', 'KILL', '/usr/bin/python3', 'manage.py', ...args], {
    cwd: djangoRoot,
    env: { ...inherited, ...env },
  });
}

/** Asks a process to end, insists after five seconds, and resolves when it is gone. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(2 * stopTimeoutMs) });
  const impatience = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  child.kill('SIGTERM');
  await ended.finally(() => clearTimeout(impatience));
}
