import { writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { benchApi } from './api/api-bench.ts';
import type { RouteFigures } from './api/api-bench.ts';
import { benchBackup } from './backup/backup-bench.ts';
import type { BackupFigures } from './backup/backup-bench.ts';
import { benchHelp, parseBenchOptions } from './bench-options.ts';
import type { BenchOptions } from './bench-options.ts';
import { benchHandover } from './handover/handover-bench.ts';
import type { HandoverFigures } from './handover/handover-bench.ts';
import { benchMemory } from './memory/memory-bench.ts';
import type { MemoryResult } from './memory/memory-bench.ts';
import type { MessagesResult } from './messages/message-figures.ts';
import { benchMessages } from './messages/messages-bench.ts';
import { backupTable } from './report/backup-table.ts';
import { apiTable } from './report/api-table.ts';
import { benchRecover } from './recover/recover-bench.ts';
import type { RecoverFigures } from './recover/recover-bench.ts';
import { growthTable, memoryTable } from './report/memory-table.ts';
import { recoverTable } from './report/recover-table.ts';
import { scaleTable } from './report/scale-table.ts';
import { benchScale } from './scale/scale-bench.ts';
import type { ScaleFigures } from './scale/scale-bench.ts';
import { handoverTable } from './report/handover-table.ts';
import { backfillText, messagesTable } from './report/messages-table.ts';
import { figuresTable, phasesTable, summaryTable } from './report/restore-tables.ts';
import { benchRestore } from './restore/restore-bench.ts';
import type { RestoreResult } from './restore/restore-bench.ts';

const browsersDir = join(import.meta.dirname, '../.tools/browsers');
const benchmarks = { restore, handover: handOver, messages: sendAndReceive, api: askRoutes, recover, scale, memory, backup };
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
  const { rounds, cores, node, syncDelayMs } = result;
  process.stdout.write(`\nRounds: ${rounds}, sync: ${syncDelayMs} ms, cores: ${cores}, Node.js ${node}\n${summaryTable(result)}\n`);
  for (const group of result.groups) {
    process.stdout.write(`\nSessions: ${group.sessions}, browser: ${group.browser}\n${figuresTable(group)}\n\n${phasesTable(group)}\n`);
  }
  return result;
}

async function handOver(options: BenchOptions): Promise<HandoverFigures[]> {
  const rounds = await benchHandover(options, stop.signal, say);
  process.stdout.write(`\nSessions: ${options.sessions}, rounds: ${options.rounds}, browser: ${options.browser.kind}\n`);
  process.stdout.write(`${handoverTable(rounds)}\n`);
  return rounds;
}

async function askRoutes(options: BenchOptions): Promise<RouteFigures[]> {
  const routes = await benchApi(options, stop.signal, say);
  process.stdout.write(`\nSessions: ${options.sessions}, rounds: ${options.rounds}, browser: ${options.browser.kind}\n`);
  process.stdout.write(`${apiTable(routes)}\n`);
  return routes;
}

async function recover(options: BenchOptions): Promise<RecoverFigures[]> {
  const rounds = await benchRecover(options, stop.signal, say);
  process.stdout.write(`\nSessions: ${options.sessions}, rounds: ${options.rounds}, browser: ${options.browser.kind}\n`);
  process.stdout.write(`${recoverTable(rounds)}\n`);
  return rounds;
}

async function scale(options: BenchOptions): Promise<ScaleFigures[]> {
  const figures = await benchScale(options, browsersDir, stop.signal, say);
  process.stdout.write(`\n${scaleTable(figures)}\n`);
  return figures;
}

async function backup(options: BenchOptions): Promise<BackupFigures[]> {
  const figures = await benchBackup(options, stop.signal, say);
  process.stdout.write(`\nSessions: ${options.sessions}, rounds: ${options.rounds}, browser: ${options.browser.kind}\n`);
  process.stdout.write(`${backupTable(figures)}\n`);
  return figures;
}

async function memory(options: BenchOptions): Promise<MemoryResult> {
  const result = await benchMemory(options, stop.signal, say);
  process.stdout.write(`\nRounds: ${options.rounds}, browser: ${options.browser.kind}\n${memoryTable(result)}\n`);
  if (result.growth !== null) process.stdout.write(`\n${growthTable(result.growth)}\n`);
  return result;
}

async function sendAndReceive(options: BenchOptions): Promise<MessagesResult> {
  const result = await benchMessages(options, stop.signal, say);
  const { sessions, rounds, messages, browser, cores, node } = result;
  process.stdout.write(
    `\nSessions: ${sessions} each way, rounds: ${rounds} of ${messages} messages, browser: ${browser}, cores: ${cores}, Node.js ${node}\n`,
  );
  process.stdout.write(`${messagesTable(result)}\n${backfillText(result)}\n`);
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
