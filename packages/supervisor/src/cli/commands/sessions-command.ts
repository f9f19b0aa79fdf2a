import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { sessionStatuses } from '@whatsapp-service/shared/session/session-status.ts';
import { Option } from 'commander';
import type { Command } from 'commander';
import { sessionIdArgument } from '../arguments.ts';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { facts } from '../format.ts';
import { sessionFacts, sessionTable } from '../session-table.ts';

/** The commands for one session; `warning` is what a person is asked about. */
const acts = [
  { name: 'start', does: 'start it; one that runs stays as it is', warning: undefined },
  { name: 'stop', does: 'stop it; it stays linked', warning: 'is disconnected until it is started again; it stays linked.' },
  { name: 'restart', does: 'stop it and start it again', warning: 'is disconnected for some seconds and connects again by itself.' },
  {
    name: 'logout',
    does: 'unlink it from its phone; the profile is moved aside, not deleted',
    warning: 'is unlinked from its phone and needs a new QR code; its profile is moved aside, not deleted.',
  },
  {
    name: 'delete',
    does: 'stop it, log it out where that can be done, move its profile aside and forget it',
    warning: 'is stopped, logged out where that can be done, and forgotten; its profile is moved aside.',
  },
] as const;

type Act = (typeof acts)[number];

interface ListOptions extends GlobalOptions {
  readonly status?: string;
  readonly user?: string;
}

/** `sessions`: the sessions, and what is done to one of them. */
export function addSessionsCommand(program: Command, context: CliContext): void {
  const sessions = program.command('sessions').description('the sessions: list them, look at one, start, stop, restart, log out, delete');
  addList(sessions, context);
  sessions
    .command('show')
    .description('one session with all that is known of it')
    .argument('<session-id>', 'its id', sessionIdArgument)
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const session = await context.client(options).get<SessionView>(`/api/v1/sessions/${id}`);
      context.show(options, session, () => facts(sessionFacts(session)));
    });
  for (const act of acts) addAct(sessions, context, act);
}

function addList(sessions: Command, context: CliContext): void {
  sessions
    .command('list', { isDefault: true })
    .description('all sessions; what "sessions" alone does')
    .addOption(new Option('--status <status>', 'only those with this status').choices(sessionStatuses))
    .option('--user <id>', 'only those of this owner')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      const query = { limit: 500, status: options.status, user_id: options.user };
      const all = await context.client(options).all<SessionView>('/api/v1/sessions', 'sessions', query);
      context.show(options, { sessions: all }, () =>
        all.length === 0 ? 'There are no such sessions.' : sessionTable(all, context.terminal),
      );
    });
}

function addAct(sessions: Command, context: CliContext, { name, does, warning }: Act): void {
  const made = sessions.command(name).description(does).argument('<session-id>', 'its id', sessionIdArgument);
  if (warning !== undefined) made.option('-y, --yes', 'do not ask');
  made.action(async (id: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<GlobalOptions & { yes?: true }>();
    const client = context.client(options);
    const path = `/api/v1/sessions/${id}`;
    if (warning !== undefined) await context.confirm(options, `Session ${id} ${warning} Go on?`);
    const session = name === 'delete' ? await client.delete<SessionView>(path) : await client.post<SessionView>(`${path}/${name}`);
    context.show(options, session, () => `Taken: ${id} is ${session.state}.`);
  });
}
