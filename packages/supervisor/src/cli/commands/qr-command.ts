import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { Command } from 'commander';
import { setTimeout as delay } from 'node:timers/promises';
import { integerArgument, sessionIdArgument } from '../arguments.ts';
import { CliFailure } from '../cli-failure.ts';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { printable, printableJson } from '../printable.ts';
import { QrPicture } from '../qr-picture.ts';
import type { ServiceClient } from '../service-client.ts';

interface QrCode {
  readonly qr: string;
  readonly expires_at: string;
}

interface QrOptions extends GlobalOptions {
  readonly start?: true;
  /** Seconds. */
  readonly wait: number;
}

const lookEveryMs = 500;
/** There is no code now; any other refusal would not pass. */
const conflict = 409;

/** `qr`: the QR code of a session in the terminal, each new one in the place of the last, until the phone is linked. */
export function addQrCommand(program: Command, context: CliContext): void {
  program
    .command('qr')
    .description('show the QR code of a session, live, until the phone is linked')
    .argument('<session-id>', 'its id', sessionIdArgument)
    .option('--start', 'start the session first')
    .option('--wait <seconds>', 'give up after this time', integerArgument(1, 3_600), 300)
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<QrOptions>();
      const client = context.client(options);
      if (options.start) await client.post(`/api/v1/sessions/${id}/start`);
      const picture = new QrPicture(context.terminal);
      const show = async (code: QrCode): Promise<void> => {
        if (options.json) context.terminal.say(printableJson(code));
        else await picture.show(code.qr, `${id}: WhatsApp → Linked devices → Link a device`);
      };
      const session = await untilLinked(client, id, options.wait, show);
      if (options.json) context.terminal.say(printableJson(session));
      else context.terminal.say(`${context.terminal.paint('green', '✓')} ${id} is connected.`);
    });
}

async function untilLinked(
  client: ServiceClient,
  id: string,
  waitSeconds: number,
  show: (code: QrCode) => Promise<void>,
): Promise<SessionView> {
  const deadline = performance.now() + waitSeconds * 1_000;
  let shown: string | undefined;
  for (;;) {
    const session = await client.get<SessionView>(`/api/v1/sessions/${id}`);
    if (session.status === 'connected') return session;
    if (isOver(session)) throw new CliFailure(exitCodes.failed, goneText(session));
    const code = session.status === 'qr_required' ? await codeOf(client, id) : undefined;
    if (code !== undefined && code.qr !== shown) await show(code);
    shown = code?.qr ?? shown;
    if (performance.now() > deadline)
      throw new CliFailure(exitCodes.failed, `Session ${id} was not linked within ${waitSeconds} s; it is ${session.state}.`);
    await delay(lookEveryMs);
  }
}

/** One that is stopping starts afterwards where it was told to. */
function isOver({ status, state, desired }: SessionView): boolean {
  return status === 'disconnected' && !(state === 'stopping' && desired === 'running');
}

/** Undefined where the session has gone on between the two questions. */
async function codeOf(client: ServiceClient, id: string): Promise<QrCode | undefined> {
  try {
    return await client.get<QrCode>(`/api/v1/sessions/${id}/qr`);
  } catch (error) {
    if (error instanceof CliFailure && error.status === conflict) return undefined;
    throw error;
  }
}

function goneText({ session_id: id, state, reason }: SessionView): string {
  const why = reason === null ? '' : ` ${printable(reason.message)}`;
  return `Session ${id} is ${state} and offers no QR code.${why} "whatsapp-service qr ${id} --start" starts it.`;
}
