import { constants } from 'node:os';
import { playDemo } from './demo.ts';
import { demoHelp, parseDemoOptions } from './demo-options.ts';
import type { DemoOptions } from './demo-options.ts';
import { Screen } from './screen.ts';
import { Stage } from './stage.ts';

const screen = new Screen(process.stdout, process.env);
const stop = new AbortController();
let stage: Stage | undefined;
let exitCodeOfStop = 1;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopFor(128 + constants.signals[name]));
if (process.env['WHATSAPP_SERVICE_LAUNCHER'] === '1') {
  // A launcher that was killed cannot pass a signal on; its channel ends all the same.
  process.once('disconnect', () => stopFor(128 + constants.signals.SIGTERM));
  process.channel?.unref();
}
// Nobody reads on, as under "| head".
process.stdout.on('error', () => stopFor(1));

process.exitCode = await main();

async function main(): Promise<number> {
  let options: DemoOptions | 'help';
  try {
    options = parseDemoOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${demoHelp}`);
    return 2;
  }
  if (options === 'help') {
    process.stdout.write(demoHelp);
    return 0;
  }
  return perform(options);
}

async function perform(options: DemoOptions): Promise<number> {
  try {
    stage = await Stage.open();
    return (await playDemo({ stage, screen, options, signal: stop.signal })) ? 0 : 1;
  } catch (error) {
    if (stop.signal.aborted) return exitCodeOfStop;
    process.stderr.write(`\nThe demo failed. ${messageOf(error)}\n`);
    return 1;
  } finally {
    if (stage !== undefined) await close(stage);
  }
}

async function close(opened: Stage): Promise<void> {
  screen.say();
  await screen.during('Service and simulator are stopped; nothing of the demo is kept', async () => opened.close());
}

/** The first call ends everything in order, the next ones insist. */
function stopFor(exitCode: number): void {
  if (stop.signal.aborted) {
    stage?.kill();
    return;
  }
  exitCodeOfStop = exitCode;
  stop.abort();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
