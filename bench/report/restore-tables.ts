import Table from 'cli-table3';
import { compare, summarise } from '../measure/statistics.ts';
import type { Summary } from '../measure/statistics.ts';
import type { RestoreGroup, RestoreResult } from '../restore/restore-bench.ts';
import type { RoundFigures } from '../restore/round-figures.ts';
import { metrics } from './metrics.ts';

const style = { head: [], border: [], compact: true };

/** A line for each count and browser: medians of the service, and all its sessions connected against each of the others. */
export function summaryTable({ groups }: RestoreResult): string {
  const head = [
    'medians',
    '/livez, ms',
    'first connected, ms',
    'all connected, ms',
    'stop → all connected, ms',
    'CPU, s',
    'all connected against',
  ];
  const table = new Table({ head, style });
  for (const { browser, sessions, contenders } of groups) {
    const [service, ...others] = contenders;
    const all = (rounds: readonly RoundFigures[]) => rounds.map(({ lastConnectedMs }) => lastConnectedMs);
    const rounds = service?.rounds ?? [];
    const median = (of: (round: RoundFigures) => number | undefined, digits = 0): string => {
      const values = rounds.map(of).filter((value) => value !== undefined);
      return values.length === 0 ? '–' : summarise(values).median.toFixed(digits);
    };
    table.push([
      `${sessions} × ${browser}`,
      median(({ livezMs }) => livezMs),
      median(({ firstConnectedMs }) => firstConnectedMs),
      median(({ lastConnectedMs }) => lastConnectedMs),
      median(({ stopToConnectedMs }) => stopToConnectedMs),
      median(({ cpuSeconds }) => cpuSeconds, 1),
      others.map((other) => `${other.name}: ${ratioText(all(rounds), all(other.rounds))}`).join('\n'),
    ]);
  }
  return table.toString();
}

/** The figures of each contender, and beside each but the first how the first compares with it: the ratio of medians, and those of the pairs. */
export function figuresTable({ contenders, sessions }: RestoreGroup): string {
  const [first, ...others] = contenders;
  const head = others.flatMap(({ name }) => [name, `${first?.name ?? ''} ÷ it`]);
  const table = new Table({ head: ['min / median / max', first?.name ?? '', ...head], style });
  for (const { name, of, digits } of metrics) {
    const valuesOf = (rounds: readonly RoundFigures[] = []) =>
      rounds.map((round) => of(round, sessions)).filter((value) => value !== undefined);
    const own = valuesOf(first?.rounds);
    const cells = others.flatMap(({ rounds }) => {
      const values = valuesOf(rounds);
      return [summaryText(values, digits), ratioText(own, values)];
    });
    table.push([name, summaryText(own, digits), ...cells]);
  }
  return table.toString();
}

/** Where the time of a session's start goes, over all sessions and rounds of each contender that tells. */
export function phasesTable({ contenders }: RestoreGroup): string {
  const telling = contenders.filter(({ rounds }) => rounds.some(({ phases }) => phases.length > 0));
  const names = [...new Set(telling.flatMap(({ rounds }) => sessionsOf(rounds).flatMap(({ phases }) => phases.map(({ name }) => name))))];
  const table = new Table({ head: ['one session, ms', ...telling.map(({ name }) => name)], style });
  for (const name of names) {
    const took = (rounds: readonly RoundFigures[]) =>
      sessionsOf(rounds).flatMap(({ phases }) => phases.filter((phase) => phase.name === name).map(({ tookMs }) => tookMs));
    table.push([name, ...telling.map(({ rounds }) => summaryText(took(rounds), 0))]);
  }
  const whole = (rounds: readonly RoundFigures[]) => sessionsOf(rounds).map(({ forkedAtMs, connectedAtMs }) => connectedAtMs - forkedAtMs);
  table.push(['fork → connected', ...telling.map(({ rounds }) => summaryText(whole(rounds), 0))]);
  return table.toString();
}

function sessionsOf(rounds: readonly RoundFigures[]) {
  return rounds.flatMap(({ phases }) => phases);
}

function summaryText(values: readonly number[], digits: number): string {
  return values.length === 0 ? '–' : textOf(summarise(values), digits);
}

function ratioText(values: readonly number[], bases: readonly number[]): string {
  if (values.length === 0 || values.length !== bases.length) return '–';
  const { ofMedians, ofPairs } = compare(values, bases);
  return `${ofMedians.toFixed(2)} (${ofPairs.min.toFixed(2)}–${ofPairs.max.toFixed(2)})`;
}

function textOf({ min, median, max }: Summary, digits: number): string {
  return [min, median, max].map((value) => value.toFixed(digits)).join(' / ');
}
