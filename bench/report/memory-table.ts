import Table from 'cli-table3';
import { compare, summarise } from '../measure/statistics.ts';
import type { Growth, GrowthSample } from '../memory/growth.ts';
import type { MemoryGroup, MemoryResult } from '../memory/memory-bench.ts';
import type { PartFigures } from '../memory/memory-round.ts';

const style = { head: [], border: [], compact: true };
const megabyte = 1_024 * 1_024;

interface Line {
  readonly name: string;
  readonly of: (group: MemoryGroup) => string;
}

const perSession = 'per session';
const lines: readonly Line[] = [
  { name: 'supervisor, PSS, MB', of: ({ service }) => megabytes(service.map(({ supervisor }) => supervisor.pssBytes)) },
  ...memoryLines(`worker ${perSession}`, ({ service }) => service.map(({ workers }) => workers)),
  ...memoryLines(`browser ${perSession}`, ({ service }) => service.map(({ browsers }) => browsers)),
  ...memoryLines(`bare browser ${perSession}`, ({ bare }) => bare.map(({ browsers }) => browsers)),
  { name: 'browser ÷ bare browser, PSS', of: (group) => againstBare(group, ({ pssBytes }) => pssBytes) },
  { name: 'browser ÷ bare browser, private', of: (group) => againstBare(group, ({ privateBytes }) => privateBytes) },
  { name: 'supervisor, idle, % of a core', of: ({ service }) => percent(service.map(({ supervisor }) => supervisor.idleCores)) },
  { name: `worker ${perSession}, idle, % of a core`, of: (group) => idle(group, ({ workers }) => workers) },
  { name: `browser ${perSession}, idle, % of a core`, of: (group) => idle(group, ({ browsers }) => browsers) },
  {
    name: `bare browser ${perSession}, idle, % of a core`,
    of: ({ bare, sessions }) => percent(bare.map(({ browsers }) => browsers.idleCores / sessions)),
  },
];

/** What each part holds and takes, a column for each count of sessions. */
export function memoryTable({ groups }: MemoryResult): string {
  const table = new Table({ head: ['min / median / max', ...groups.map(({ sessions }) => `${sessions} sessions`)], style });
  for (const { name, of } of lines) table.push([name, ...groups.map(of)]);
  return table.toString();
}

/** The first and the last look, and what came on top for each thousand messages. */
export function growthTable({ sessions, samples }: Growth): string {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('There are no looks to compare.');
  const messages = last.messages - first.messages;
  const head = [
    `${sessions} sessions, ${messages} messages in ${(last.atSeconds / 60).toFixed(1)} min`,
    'before, MB',
    'after, MB',
    'MB per 1,000 messages',
  ];
  const table = new Table({ head, style });
  const row = (name: string, of: (sample: GrowthSample) => number): void => {
    const grown = messages === 0 ? '–' : (((of(last) - of(first)) / megabyte / messages) * 1_000).toFixed(2);
    table.push([name, (of(first) / megabyte).toFixed(1), (of(last) / megabyte).toFixed(1), grown]);
  };
  row('supervisor, PSS', ({ supervisorBytes }) => supervisorBytes);
  row('worker per session, private', ({ workerPrivateBytes }) => workerPrivateBytes / sessions);
  row('browser per session, private', ({ browserPrivateBytes }) => browserPrivateBytes / sessions);
  return table.toString();
}

function memoryLines(name: string, partsOf: (group: MemoryGroup) => readonly PartFigures[]): Line[] {
  return (['pssBytes', 'privateBytes'] as const).map((which) => ({
    name: `${name}, ${which === 'pssBytes' ? 'PSS' : 'private'}, MB`,
    of: (group) => megabytes(partsOf(group).map((part) => part[which] / group.sessions)),
  }));
}

function againstBare({ service, bare }: MemoryGroup, of: (part: PartFigures) => number): string {
  const { ofMedians } = compare(
    service.map(({ browsers }) => of(browsers)),
    bare.map(({ browsers }) => of(browsers)),
  );
  return ofMedians.toFixed(2);
}

function idle({ service, sessions }: MemoryGroup, of: (round: MemoryGroup['service'][number]) => PartFigures): string {
  return percent(service.map((round) => of(round).idleCores / sessions));
}

function percent(values: readonly number[]): string {
  return spread(
    values.map((value) => value * 100),
    2,
  );
}

function megabytes(values: readonly number[]): string {
  return spread(
    values.map((value) => value / megabyte),
    1,
  );
}

function spread(values: readonly number[], digits: number): string {
  const { min, median, max } = summarise(values);
  return [min, median, max].map((value) => value.toFixed(digits)).join(' / ');
}
