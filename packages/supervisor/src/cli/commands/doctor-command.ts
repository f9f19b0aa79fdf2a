import type { Command } from 'commander';
import { CliFailure } from '../cli-failure.ts';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { examine } from '../doctor/examine.ts';
import type { Finding } from '../doctor/finding.ts';
import { exitCodes } from '../exit-codes.ts';
import { printable } from '../printable.ts';
import type { Terminal } from '../terminal.ts';

const marks = { ok: '✓', warning: '!', fault: '✗' } as const;
const colours = { ok: 'green', warning: 'yellow', fault: 'red' } as const;

/** `doctor`: looks for what keeps the service on this machine from its work, and says what to do. */
export function addDoctorCommand(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('check this machine: browser, sandbox, folders, permissions, volume, disk, Django, clock; says what to do')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const findings = await examine(context, options);
      const faults = findings.filter(({ status }) => status === 'fault').length;
      context.show(options, { ok: faults === 0, findings }, () => findings.map((finding) => text(finding, context.terminal)).join('\n'));
      if (faults > 0) throw new CliFailure(exitCodes.failed, `${faults} fault(s) were found.`);
    });
}

function text({ check, status, message, remedy }: Finding, terminal: Terminal): string {
  const line = `${terminal.paint(colours[status], marks[status])} ${check.padEnd(12)} ${printable(message)}`;
  return remedy === null ? line : `${line}\n  ${' '.repeat(12)} → ${printable(remedy)}`;
}
