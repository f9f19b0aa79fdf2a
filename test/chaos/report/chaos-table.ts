import { availableParallelism } from 'node:os';
import { summarise } from '../../../bench/measure/statistics.ts';
import type { ChaosResult } from '../run-chaos.ts';
import type { FaultResult } from '../stage/run-fault.ts';

const megabyte = 1024 * 1024;

/** A run as Markdown: the faults with their figures, then what the supervisor takes. */
export function chaosTable(result: ChaosResult): string {
  const { coldStartsMs, startP99Ms, stormP99Ms, repeats, noiseFactor, withoutDisks, faults } = result;
  const cold = summarise(coldStartsMs);
  const head = [
    `${repeats} times each, Node.js ${process.versions.node}, ${availableParallelism()} cores. An ordinary start of one session in the same run: ${seconds(cold.median)} (${seconds(cold.min)} to ${seconds(cold.max)}).`,
    `Beside such starts the others' calls took ${Math.round(startP99Ms)} ms (p99), beside as many at once as a restoration makes ${Math.round(stormP99Ms)} ms; a p99 counts as unchanged up to ${noiseFactor} times the greater of that and of the quiet seconds right before the fault.`,
    ...(withoutDisks === undefined ? [] : [`Faults of disks were left out: ${withoutDisks}.`]),
  ];
  const rows = [
    '| fault | connected again, median (least to most) | stated | others: calls, failed or disconnected | others: p99 before → during | messages in the log once | promises |',
    '|---|---|---|---|---|---|---|',
    ...faults.map(rowOf),
  ];
  return [...head, '', ...rows, ...growthOf(result), ...footprintOf(result)].join('\n');
}

function rowOf({ name, recoveriesMs, withinMs, calls, quietP99Ms, p99Ms, messages, broken, concernsAll }: FaultResult): string {
  const times = recoveriesMs.length === 0 ? undefined : summarise(recoveriesMs);
  const took = times === undefined ? '—' : `${seconds(times.median)} (${seconds(times.min)} to ${seconds(times.max)})`;
  const others = concernsAll ?? `${calls}, ${broken.some((each) => /another session|calm-/.test(each)) ? 'some' : 'none'}`;
  const latency = concernsAll === undefined ? `${Math.round(quietP99Ms)} → ${Math.round(p99Ms)} ms` : '—';
  const verdict = broken.length === 0 ? 'kept' : broken.map(firstLineOf).join('; ');
  return `| ${[name, took, seconds(withinMs), others, latency, messages === 0 ? '—' : String(messages), verdict].join(' | ')} |`;
}

/** What was broken may come with pieces of a log; a cell is one line. */
function firstLineOf(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 200).replaceAll('|', '/') ?? '';
}

function growthOf({ growth }: ChaosResult): string[] {
  if (growth === undefined) return [];
  const { restarts, before, between, after, broken } = growth;
  return [
    '',
    `The supervisor over ${restarts} restarts of workers, measured over the second half of them: ${broken.length === 0 ? 'flat' : broken.join('; ')}.`,
    '',
    '| | memory (RSS) | heap in use | timers | handles | listeners of the process |',
    '|---|---|---|---|---|---|',
    ...[['after half of them', before] as const, ['after three quarters', between] as const, ['after all', after] as const].map(
      ([name, each]) =>
        `| ${name} | ${megabytes(each.rssBytes)} | ${megabytes(each.heapBytes)} | ${each.timers} | ${each.handles} | ${each.listeners} |`,
    ),
  ];
}

function footprintOf({ footprint }: ChaosResult): string[] {
  if (footprint.length === 0) return [];
  const cells = footprint.map(({ sessions, rssBytes }) => `${megabytes(rssBytes)} with ${sessions}`);
  return ['', `The supervisor's memory (RSS) by sessions, with workers that have no browser: ${cells.join(', ')}.`];
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function megabytes(bytes: number): string {
  return `${(bytes / megabyte).toFixed(1)} MB`;
}
