import Table from 'cli-table3';
import { printable } from './printable.ts';

/** Lines without borders that a person reads and `grep` finds; cells are made safe for the terminal, `paint` colours them afterwards. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paint?: (column: number, cell: string) => string,
): string {
  const none = Object.fromEntries(borders.map((name) => [name, '']));
  const made = new Table({ head: [...head], chars: none, style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 } });
  for (const row of rows) made.push(row.map((cell, column) => (paint === undefined ? printable(cell) : paint(column, printable(cell)))));
  return trimmed(made.toString());
}

/** Names and what they stand for, one a line. */
export function facts(rows: readonly (readonly [name: string, value: string])[]): string {
  return table([], rows);
}

/** 1536 as "1.5 KB". */
export function bytes(count: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count) / 10));
  const value = count / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? ''}`;
}

/** 93784 as "1 d 2 h". */
export function duration(seconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3_600), 'h'],
    [Math.floor((seconds % 3_600) / 60), 'min'],
    [Math.floor(seconds % 60), 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

const borders = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
];

function trimmed(text: string): string {
  return text.replaceAll(/[ \t]+$/gm, '');
}
