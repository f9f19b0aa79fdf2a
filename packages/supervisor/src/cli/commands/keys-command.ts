import type { ManagedKeyView } from '@whatsapp-service/shared/api/managed-key-view.ts';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { scopes } from '../../keys/scope.ts';
import { sessionIdArgument } from '../arguments.ts';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { table } from '../format.ts';
import { printable } from '../printable.ts';

interface CreateOptions extends GlobalOptions {
  readonly scope: string[];
  readonly prefix?: string;
  readonly expires?: string;
}

const path = '/api/v1/keys';

/** `keys`: the managed API keys. */
export function addKeysCommand(program: Command, context: CliContext): void {
  const keys = program.command('keys').description('the managed API keys: list them, make one, revoke one');
  keys
    .command('list', { isDefault: true })
    .description('all managed keys; what "keys" alone does')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await context.client(options).get<{ keys: ManagedKeyView[] }>(path);
      context.show(options, answer, () => (answer.keys.length === 0 ? 'There are no managed keys.' : keyTable(answer.keys)));
    });
  addCreate(keys, context);
  keys
    .command('revoke')
    .description('revoke a key: whoever uses it is refused from then on')
    .argument('<key-id>', 'its id', keyIdArgument)
    .option('-y, --yes', 'do not ask')
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { yes?: true }>();
      const client = context.client(options);
      const key = await client.get<ManagedKeyView>(`${path}/${id}`);
      await context.confirm(options, `Whoever uses the key ${id} (${printable(key.name)}) is refused from then on. Go on?`);
      await client.delete(`${path}/${id}`);
      context.show(options, { id, revoked: true }, () => `Revoked: ${id}.`);
    });
}

function addCreate(keys: Command, context: CliContext): void {
  keys
    .command('create')
    .description('make a key; it is shown this once, on the standard output')
    .argument('<name>', 'what people know it by: who uses it, for what')
    .addOption(
      new Option('--scope <scope>', 'what it may do; can be given several times')
        .choices(scopes)
        .argParser((value: string, before: string[] | undefined) => [...(before ?? []), scopeArgument(value)])
        .makeOptionMandatory(),
    )
    .option('--prefix <session-prefix>', 'only sessions whose ids begin with it', sessionIdArgument)
    .option('--expires <time>', 'until when it is good, such as 2027-01-31T12:00:00Z')
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CreateOptions>();
      const made = await context.client(options).post<ManagedKeyView & { key: string }>(path, {
        name,
        scopes: options.scope,
        ...(options.prefix === undefined ? {} : { session_prefix: options.prefix }),
        ...(options.expires === undefined ? {} : { expires_at: options.expires }),
      });
      context.terminal.note(`The key ${made.id} was made. It is not shown again:`);
      context.show(options, made, () => printable(made.key));
    });
}

function scopeArgument(text: string): string {
  const scope = scopes.find((each) => each === text);
  if (scope === undefined) throw new InvalidArgumentError(`It must be one of ${scopes.join(', ')}.`);
  return scope;
}

function keyIdArgument(text: string): string {
  if (!/^key_[A-Za-z0-9_-]{12}$/.test(text)) throw new InvalidArgumentError('It must be the id of a key, such as "keys list" shows.');
  return text;
}

function keyTable(keys: readonly ManagedKeyView[]): string {
  const head = ['KEY', 'NAME', 'SCOPES', 'SESSIONS', 'CREATED', 'EXPIRES', 'LAST USED'];
  const rows = keys.map((key) => [
    key.id,
    key.name,
    key.scopes.join(' '),
    key.session_prefix === null ? 'all' : `${key.session_prefix}…`,
    key.created_at,
    key.expires_at ?? 'never',
    key.last_used_at ?? 'never',
  ]);
  return table(head, rows);
}
