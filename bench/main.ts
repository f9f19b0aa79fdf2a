import { writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { benchHelp, parseBenchOptions } from './bench-options.ts';
import type { RestoreBenchOptions } from './bench-options.ts';
import { figuresTable, phasesTable } from './report/restore-tables.ts';
import { benchRestore } from './restore/restore-bench.ts';

const browsersDir = join(import.meta.dirname, '../.tools/browsers');
const stop = new AbortController();
let exitCodeOfStop = 1;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopFor(128 + constants.signals[name]));
if (process.env['WHATSAPP_SERVICE_LAUNCHER'] === '1') {
  process.once('disconnect', () => stopFor(128 + constants.signals.SIGTERM));
  process.channel?.unref();
}

process.exitCode = await main();

async function main(): Promise<number> {
  let options: RestoreBenchOptions | 'help';
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

async function run(options: RestoreBenchOptions): Promise<number> {
  try {
    const result = await benchRestore(options, stop.signal, (text) => process.stderr.write(`${text}\n`));
    const { sessions, rounds, browser, cores, node, syncDelayMs } = result;
    process.stdout.write(
      `\nSessions: ${sessions}, rounds: ${rounds}, sync: ${syncDelayMs} ms, browser: ${browser}, cores: ${cores}, Node.js ${node}\n`,
    );
    process.stdout.write(`${figuresTable(result)}\n\n${phasesTable(result)}\n`);
    if (options.jsonPath !== undefined) writeFileSync(options.jsonPath, `${JSON.stringify(result, null, 2)}\n`);
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return exitCodeOfStop;
    process.stderr.write(`\nThe benchmark failed. ${messageOf(error)}\n`);
    return 1;
  }
}

function stopFor(exitCode: number): void {
  exitCodeOfStop = exitCode;
  stop.abort();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
