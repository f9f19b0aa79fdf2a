// `npm run chaos`: makes every fault happen and says which promises held. --write puts the table into docs/reliability.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chaosTable } from './report/chaos-table.ts';
import { writtenInto } from './report/written-into.ts';
import { runDeliveries } from './deliveries/run-deliveries.ts';
import { runChaos } from './run-chaos.ts';

const help = `Usage: npm run chaos -- [options]

  --repeats N   how often each fault is made to happen (5)
  --restarts N  how many restarts the supervisor's memory is measured over (500)
  --only TEXT   only faults whose name has this text in it
  --short       only the faults of the run that is part of npm test
  --deliveries N  in place of the faults: N messages come while workers, browsers, the supervisor and Django are killed
                or away; Django has to have each once, in the order of its chat (2000 is a long run)
  --write       put the table into docs/reliability.md
`;
const page = join(import.meta.dirname, '../../docs/reliability.md');

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort(new Error(`The run got ${name}.`)));
if (process.env['WHATSAPP_SERVICE_LAUNCHER'] === '1') {
  process.once('disconnect', () => stop.abort(new Error('The launcher is gone.')));
  process.channel?.unref();
}

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      repeats: { type: 'string', default: '5' },
      restarts: { type: 'string', default: '500' },
      only: { type: 'string' },
      short: { type: 'boolean', default: false },
      deliveries: { type: 'string' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (values.deliveries !== undefined) return deliveries(countOf(values.deliveries));
  const result = await runChaos({
    repeats: countOf(values.repeats),
    restarts: countOf(values.restarts),
    isShort: values.short,
    only: values.only,
    noiseFactor: 1.5,
    signal: stop.signal,
    say: (text) => process.stderr.write(`${text}\n`),
  });
  const table = chaosTable(result);
  process.stdout.write(`\n${table}\n`);
  if (values.write) writeFileSync(page, writtenInto(readFileSync(page, 'utf8'), table));
  const broken = [...result.faults.flatMap((fault) => fault.broken), ...(result.growth?.broken ?? [])];
  return broken.length === 0 ? 0 : 1;
}

async function deliveries(messages: number): Promise<number> {
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const result = await runDeliveries({ messages, say, endsPauses: false, signal: stop.signal });
  const { written, faults, passed, failed, backfilled, settleMs, broken } = result;
  process.stdout.write(
    `\n${written} messages, ${faults} faults: ${passed} requests were answered well by Django, ${failed} failed, ${backfilled} messages were fetched after an absence.\n` +
      `${(settleMs / 1_000).toFixed(1)} s after the last message all was there.\n${broken.map((each) => `✗ ${each}\n`).join('')}`,
  );
  return broken.length === 0 ? 0 : 1;
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`"${text}" is no count.\n\n${help}`);
  return count;
}
