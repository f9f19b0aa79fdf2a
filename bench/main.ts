import { writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { benchHelp, parseBenchOptions } from './bench-options.ts';
import type { BenchOptions } from './bench-options.ts';
import { benchHandover } from './handover/handover-bench.ts';
import type { HandoverFigures } from './handover/handover-bench.ts';
import type { MessagesResult } from './messages/message-figures.ts';
import { benchMessages } from './messages/messages-bench.ts';
import { handoverTable } from './report/handover-table.ts';
import { messagesTable } from './report/messages-table.ts';
import { figuresTable, phasesTable } from './report/restore-tables.ts';
import { benchRestore } from './restore/restore-bench.ts';
import type { RestoreResult } from './restore/restore-bench.ts';

const browsersDir = join(import.meta.dirname, '../.tools/browsers');
const benchmarks = { restore, handover: handOver, messages: sendAndReceive };
const stop = new AbortController();
let exitCodeOfStop = 1;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopFor(128 + constants.signals[name]));
if (process.env['WHATSAPP_SERVICE_LAUNCHER'] === '1') {
  process.once('disconnect', () => stopFor(128 + constants.signals.SIGTERM));
  process.channel?.unref();
}

process.exitCode = await main();

async function main(): Promise<number> {
  let options: BenchOptions | 'help';
  try {
    options = parseBenchOptions(process.argv.slice(2), process.env, browsersDir);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${benchHelp}`);
    return 2;
  }
  if (options === 'help') {
    process.stdout.write(benchHelp);
    return 0;
  }
  return run(options);
}

async function run(options: BenchOptions): Promise<number> {
  try {
    const result = await benchmarks[options.benchmark](options);
    if (options.jsonPath !== undefined) writeFileSync(options.jsonPath, `${JSON.stringify(result, null, 2)}\n`);
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return exitCodeOfStop;
    process.stderr.write(`\nThe benchmark failed. ${messageOf(error)}\n`);
    return 1;
  }
}

async function restore(options: BenchOptions): Promise<RestoreResult> {
  const result = await benchRestore(options, stop.signal, say);
  const { sessions, rounds, browser, cores, node, syncDelayMs } = result;
  process.stdout.write(
    `\nSessions: ${sessions}, rounds: ${rounds}, sync: ${syncDelayMs} ms, browser: ${browser}, cores: ${cores}, Node.js ${node}\n`,
  );
  process.stdout.write(`${figuresTable(result)}\n\n${phasesTable(result)}\n`);
  return result;
}

async function handOver(options: BenchOptions): Promise<HandoverFigures[]> {
  const rounds = await benchHandover(options, stop.signal, say);
  process.stdout.write(`\nSessions: ${options.sessions}, rounds: ${options.rounds}, browser: ${options.browser.kind}\n`);
  process.stdout.write(`${handoverTable(rounds)}\n`);
  return rounds;
}

async function sendAndReceive(options: BenchOptions): Promise<MessagesResult> {
  const result = await benchMessages(options, stop.signal, say);
  const { sessions, rounds, messages, browser, cores, node } = result;
  process.stdout.write(
    `\nSessions: ${sessions} each way, rounds: ${rounds} of ${messages} messages, browser: ${browser}, cores: ${cores}, Node.js ${node}\n`,
  );
  process.stdout.write(`${messagesTable(result)}\n`);
  return result;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function stopFor(exitCode: number): void {
  exitCodeOfStop = exitCode;
  stop.abort();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
