import Table from 'cli-table3';
import { compare, summarise } from '../measure/statistics.ts';
import type { Summary } from '../measure/statistics.ts';
import type { RestoreResult } from '../restore/restore-bench.ts';
import type { RoundFigures } from '../restore/round-figures.ts';
import { metrics } from './metrics.ts';

const style = { head: [], border: [], compact: true };

/** The figures of each contender, and how it compares with the last one. */
export function figuresTable({ contenders, sessions }: RestoreResult): string {
  const base = contenders.at(-1);
  const others = contenders.slice(0, -1);
  const compared = others.map(({ name }) => `${name} ÷ ${base?.name ?? ''}: medians (pairs)`);
  const table = new Table({ head: ['min / median / max', ...contenders.map(({ name }) => name), ...compared], style });
  for (const { name, of, digits } of metrics) {
    const values = (rounds: readonly RoundFigures[] = []) =>
      rounds.map((round) => of(round, sessions)).filter((value) => value !== undefined);
    const ratios = others.map(({ rounds }) => ratioText(values(rounds), values(base?.rounds)));
    table.push([name, ...contenders.map(({ rounds }) => summaryText(values(rounds), digits)), ...ratios]);
  }
  return table.toString();
}

/** Where the time of a session's start goes, over all sessions and rounds of each contender that tells. */
export function phasesTable({ contenders }: RestoreResult): string {
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
  return `${ofMedians.toFixed(2)} (${textOf(ofPairs, 2)})`;
}

function textOf({ min, median, max }: Summary, digits: number): string {
  return [min, median, max].map((value) => value.toFixed(digits)).join(' / ');
}
