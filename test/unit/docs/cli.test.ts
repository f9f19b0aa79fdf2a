import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import t from 'tap';
import { CliContext } from '@whatsapp-service/supervisor/cli/cli-context.ts';
import { exitCodeMeanings, exitCodes } from '@whatsapp-service/supervisor/cli/exit-codes.ts';
import { makeProgram } from '@whatsapp-service/supervisor/cli/make-program.ts';
import { Terminal } from '@whatsapp-service/supervisor/cli/terminal.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
const program = makeProgram(new CliContext(new Terminal({ ...streams, env: {} }), {}, '/'));
type Command = typeof program;

function below(command: Pick<Command, 'commands'>, before = ''): { path: string; command: Command }[] {
  return command.commands.flatMap((sub) => {
    const path = `${before}${sub.name()}`;
    return sub.commands.length > 0 ? below(sub, `${path} `) : [{ path, command: sub }];
  });
}

t.test('docs/cli.md names every command with every option', async (t) => {
  const commands = below(program);
  t.ok(commands.length > 8);
  for (const { path, command } of commands) {
    const row = page.split('\n').find((line) => line.startsWith('| `') && new RegExp(`\`${path}( <[a-z-]+>)*\``).test(line));
    t.type(row, 'string', path);
    for (const { flags } of command.options) t.ok(row?.includes(`\`${flags}\``), `${path} ${flags}`);
  }
  for (const { flags } of program.options) t.ok(page.includes(`\`${flags}\``), flags);
});

t.test('docs/cli.md has the exit codes with their meanings', async (t) => {
  for (const name of Object.keys(exitCodes) as (keyof typeof exitCodes)[])
    t.ok(page.includes(`\n| ${exitCodes[name]} | ${exitCodeMeanings[name]} |\n`), name);
});
