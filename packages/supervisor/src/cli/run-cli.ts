import { CommanderError } from 'commander';
import { CliContext } from './cli-context.ts';
import { CliFailure } from './cli-failure.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { makeProgram } from './make-program.ts';
import type { Terminal } from './terminal.ts';

export interface CliRun {
  readonly args: readonly string[];
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Runs one command to its end and resolves to the exit code. */
export async function runCli({ args, terminal, env, cwd }: CliRun): Promise<ExitCode> {
  try {
    await makeProgram(new CliContext(terminal, env, cwd)).parseAsync([...args], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    // commander has written its own sentence.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (!(error instanceof CliFailure)) throw error;
    terminal.note(terminal.paint('red', error.text));
    return error.exitCode;
  }
}
