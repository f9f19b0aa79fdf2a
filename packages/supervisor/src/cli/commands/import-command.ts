import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { sessionIdArgument } from '../arguments.ts';
import { CliFailure } from '../cli-failure.ts';
import { codeOf } from '../code-of.ts';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { bytes, table } from '../format.ts';
import { archiveProfile } from '../import/archive-profile.ts';
import { findProfiles } from '../import/find-profiles.ts';
import type { FoundProfile } from '../import/find-profiles.ts';
import { printable } from '../printable.ts';
import type { ServiceClient } from '../service-client.ts';

interface ImportOptions extends GlobalOptions {
  readonly as?: string;
  readonly dryRun?: true;
  readonly yes?: true;
}

/** A profile and what becomes of it. */
interface Planned {
  readonly folder: string;
  readonly session_id: string | null;
  readonly browser: string | null;
  /** Why it is left out; null where it is taken. */
  readonly fault: string | null;
}

interface Imported extends Planned {
  readonly backup_id: string | null;
  readonly bytes: number | null;
}

const restoreSeconds = 300;

/** `import`: takes over the logins of other tools that keep them as whatsapp-web.js's LocalAuth does. */
export function addImportCommand(program: Command, context: CliContext): void {
  program
    .command('import')
    .description('take over logins of other tools (whatsapp-web.js, wwebjs-api, WAHA’s WEBJS engine), on the service’s machine')
    .argument('<folder>', 'a profile, or a folder with profiles in it')
    .option('--as <session-id>', 'the id of the session, where the folder holds one profile', sessionIdArgument)
    .option('--dry-run', 'only say what would be taken over')
    .option('-y, --yes', 'do not ask')
    .action(async (folder: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ImportOptions>();
      const client = context.client(options, restoreSeconds);
      const planned = await plan(client, profilesIn(resolve(context.cwd, folder)), options);
      const taken = planned.filter(({ fault }) => fault === null);
      if (options.dryRun !== true && taken.length > 0) {
        if (!options.json) for (const line of planTable(planned).split('\n')) context.terminal.note(line);
        await context.confirm(
          options,
          `${taken.length} session(s) are made from copies of these logins. The tool that they come from must not run again: one login on two machines loses its link. Go on?`,
        );
      }
      const imported = await importAll(context, client, planned, options);
      context.show(options, { dry_run: options.dryRun === true, profiles: imported }, () => endText(imported, options));
      const failed = imported.filter(({ fault }) => fault !== null).length;
      if (failed > 0) throw new CliFailure(exitCodes.failed, `${failed} profile(s) were left out.`);
    });
}

function profilesIn(folder: string): FoundProfile[] {
  if (!isFolder(folder)) throw new CliFailure(exitCodes.usage, `There is no folder ${folder}.`);
  const found = findProfiles(folder);
  if (found.length === 0) throw new CliFailure(exitCodes.failed, `${folder} holds no profile: none of its folders has a folder "Default".`);
  return found;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch (error) {
    throw new CliFailure(exitCodes.usage, `${path} cannot be looked at (${codeOf(error)}).`, {
      cause: error,
      advice: 'Run this as the user that the profiles belong to, or name another folder.',
    });
  }
}

async function plan(client: ServiceClient, found: readonly FoundProfile[], { as }: ImportOptions): Promise<Planned[]> {
  if (as !== undefined && found.length > 1) {
    throw new CliFailure(exitCodes.usage, `There are ${found.length} profiles: --as names one session, so name the folder of one profile.`);
  }
  const sessions = await client.all<SessionView>('/api/v1/sessions', 'sessions', { limit: 500 });
  const known = new Set(sessions.map(({ session_id: id }) => id));
  const planned: Planned[] = [];
  for (const { folder, sessionId, browser, fault } of found) {
    const id = as ?? sessionId;
    const other = planned.find((each) => each.session_id === id && each.fault === null);
    const taken = other && `its session id is that of ${other.folder} as well: import it alone, with --as`;
    planned.push({ folder, session_id: id, browser, fault: fault ?? faultOfId(id, known) ?? taken ?? null });
  }
  return planned;
}

function faultOfId(id: string | null, known: ReadonlySet<string>): string | null {
  if (id === null) return 'its name is no session id: import it alone, with --as';
  return known.has(id) ? `there is a session ${id} already; nothing is put over it` : null;
}

/** One after the other; what becomes of one is no matter of the others. */
async function importAll(
  context: CliContext,
  client: ServiceClient,
  planned: readonly Planned[],
  { dryRun }: ImportOptions,
): Promise<Imported[]> {
  const imported: Imported[] = [];
  for (const each of planned) {
    const { folder, session_id: id, fault } = each;
    if (fault !== null || id === null || dryRun === true) {
      imported.push({ ...each, backup_id: null, bytes: null });
      continue;
    }
    try {
      const made = await archiveProfile(context.settings(), folder, id);
      await client.post<SessionView>(`/api/v1/backups/${made.backupId}/restore`);
      imported.push({ ...each, backup_id: made.backupId, bytes: made.bytes });
    } catch (error) {
      if (!(error instanceof CliFailure)) throw error;
      imported.push({ ...each, fault: error.message, backup_id: null, bytes: null });
    }
  }
  return imported;
}

function planTable(planned: readonly Planned[]): string {
  const rows = planned.map(({ folder, session_id: id, browser, fault }) => [
    id ?? '?',
    folder,
    browser ?? '',
    fault === null ? 'is taken' : `left out: ${fault}`,
  ]);
  return table(['SESSION', 'FOLDER', 'BROWSER', ''], rows);
}

function endText(imported: readonly Imported[], { dryRun }: ImportOptions): string {
  if (dryRun === true) return planTable(imported);
  const lines = imported.map(({ session_id: id, folder, bytes: size, fault }) =>
    fault === null ? `✓ ${id ?? ''}: ${bytes(size ?? 0)} of ${printable(folder)}` : `✗ ${printable(folder)}: ${printable(fault)}`,
  );
  const first = imported.find(({ fault }) => fault === null);
  const next =
    first === undefined
      ? []
      : [`They are stopped. Stop the other tool for good, then start them: "whatsapp-service sessions start ${first.session_id ?? ''}".`];
  return [...lines, ...next].join('\n');
}
