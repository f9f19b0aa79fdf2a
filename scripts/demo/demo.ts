import { ann, ben, cleo, people } from './cast.ts';
import type { DemoOptions } from './demo-options.ts';
import { receivedByService, sendThroughService } from './exchange-messages.ts';
import { linkAccount } from './link-account.ts';
import { restartService, stopService } from './restart-service.ts';
import type { Screen } from './screen.ts';
import { isBack, sessionTable } from './session-table.ts';
import type { SessionRow } from './session-table.ts';
import type { Stage } from './stage.ts';
import { whatToTry } from './what-to-try.ts';

export interface Demo {
  readonly stage: Stage;
  readonly screen: Screen;
  readonly options: DemoOptions;
  readonly signal: AbortSignal;
}

/** Plays the whole demo; resolves to whether every account came back without a QR code. Rejects with the signal's reason when it aborts. */
export async function playDemo(demo: Demo): Promise<boolean> {
  const { stage, screen, options, signal } = demo;
  screen.title('1  The service starts, with WhatsApp simulated on this machine');
  await screen.during('The service is started', async () => stage.startService(signal));
  await guarded(demo, linkAndChat);
  screen.title('3  The service is restarted');
  const rows = await restart(demo);
  const lost = rows.filter((row) => !isBack(row));
  screen.say(`\n${indented(sessionTable(rows, screen))}\n`);
  screen.say(verdict(rows, lost, screen));
  await guarded(demo, chatAgain);
  const lostIds = lost.map(({ session }) => session.session_id);
  if (!options.once) await guarded(demo, async (part) => keepRunning(part, lostIds));
  return lost.length === 0 && rows.length === people.length;
}

/** Runs a part of the demo that is over at once when the service ends by itself. */
async function guarded(demo: Demo, part: (demo: Demo) => Promise<void>): Promise<void> {
  const { service } = demo.stage;
  try {
    await part({ ...demo, signal: AbortSignal.any([demo.signal, service.lost]) });
  } catch (error) {
    demo.signal.throwIfAborted();
    await service.settled();
    service.lost.throwIfAborted();
    throw error;
  }
}

async function linkAndChat({ stage, screen, signal }: Demo): Promise<void> {
  screen.title('2  Three accounts are linked by their QR codes, once');
  for (const [index, person] of people.entries()) await linkAccount(stage, screen, person, index === 0, signal);
  screen.say();
  await sendThroughService(stage, screen, [ann, ben, 'Hello Ben, can you hear me?'], signal);
  await sendThroughService(stage, screen, [ben, cleo, 'Ann asks whether I can hear her.'], signal);
  await sendThroughService(stage, screen, [cleo, ann, 'He can.'], signal);
}

async function restart({ stage, screen, options, signal }: Demo): Promise<SessionRow[]> {
  await stopService(stage, screen);
  stage.phoneOf(ben).send(ann.number, missed);
  screen.say(`  ${screen.paint('dim', '·')} Meanwhile Ben writes to Ann on his phone: “${missed}”`);
  if (options.unlinkOne) {
    stage.phoneOf(cleo).unlink();
    screen.say(`  ${screen.paint('dim', '·')} Meanwhile Cleo removes the service from the linked devices on her phone`);
  }
  return restartService(stage, screen, signal);
}

const missed = 'Are you there?';

async function chatAgain({ stage, screen, signal }: Demo): Promise<void> {
  screen.title('4  The links are as good as before');
  await screen.during(`What Ben wrote meanwhile has come: “${missed}”`, async () => receivedByService(stage, ann, missed, signal));
  await sendThroughService(stage, screen, [ann, ben, 'I am back.'], signal);
}

async function keepRunning({ stage, screen, signal }: Demo, lostIds: readonly string[]): Promise<void> {
  screen.title('5  The service goes on until Ctrl-C. Try it:');
  screen.say(`${whatToTry(stage, screen, lostIds)}\n`);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  stage.service.lost.throwIfAborted();
}

function verdict(rows: readonly SessionRow[], lost: readonly SessionRow[], screen: Screen): string {
  if (lost.length === 0 && rows.length === people.length) {
    const lastMs = Math.max(...rows.map((row) => row.connectedAfterMs ?? 0));
    return `  ${screen.paint('green', '✓')} All three accounts are connected again without a QR code, ${(lastMs / 1_000).toFixed(1)} s after the start.`;
  }
  const reasons = lost.map(({ session }) => `${session.session_id}: ${session.reason?.message ?? session.state}`);
  return [`  ${screen.paint('red', '✗')} Not every account is back:`, ...reasons.map((reason) => `      ${reason}`)].join('\n');
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
