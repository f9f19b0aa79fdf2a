import Table from 'cli-table3';
import { compare, summarise } from '../measure/statistics.ts';
import type { Summary } from '../measure/statistics.ts';
import type { RestoreResult } from '../restore/restore-bench.ts';
import type { RoundFigures } from '../restore/round-figures.ts';
import { metrics } from './metrics.ts';

const style = { head: [], border: [], compact: true };

/** The figures of each contender, and beside it how it compares with the last one: the ratio of medians, and those of the pairs. */
export function figuresTable({ contenders, sessions }: RestoreResult): string {
  const base = contenders.at(-1);
  const head = contenders.flatMap(({ name }) => (name === base?.name ? [name] : [name, `÷ ${base?.name ?? ''}`]));
  const table = new Table({ head: ['min / median / max', ...head], style });
  for (const { name, of, digits } of metrics) {
    const valuesOf = (rounds: readonly RoundFigures[] = []) =>
      rounds.map((round) => of(round, sessions)).filter((value) => value !== undefined);
    const cells = contenders.flatMap((contender) => {
      const values = valuesOf(contender.rounds);
      const figures = summaryText(values, digits);
      return contender === base ? [figures] : [figures, ratioText(values, valuesOf(base?.rounds))];
    });
    table.push([name, ...cells]);
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
  return `${ofMedians.toFixed(2)} (${ofPairs.min.toFixed(2)}–${ofPairs.max.toFixed(2)})`;
}

function textOf({ min, median, max }: Summary, digits: number): string {
  return [min, median, max].map((value) => value.toFixed(digits)).join(' / ');
}
