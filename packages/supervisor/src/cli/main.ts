import { constants } from 'node:os';
import { killTrials } from '../workers/try-program.ts';
import { exitCodes } from './exit-codes.ts';
import { runCli } from './run-cli.ts';
import { Terminal } from './terminal.ts';

// "whatsapp-service logs | head": whoever reads has enough.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.failed));
}
// Whatever it has started ends with it.
process.once('exit', killTrials);
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(128 + constants.signals[name]));
// The launcher was killed.
process.once('disconnect', () => process.exit(exitCodes.failed));

const { stdin, stdout, stderr, env } = process;
// npm and the launcher go to the project's folder; whoever typed a path meant it from where they were.
const cwd = env['INIT_CWD'] ?? process.cwd();
process.exit(await runCli({ args: process.argv.slice(2), terminal: new Terminal({ stdin, stdout, stderr, env }), env, cwd }));
