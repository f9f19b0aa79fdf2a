import type { RoundFigures } from '../restore/round-figures.ts';

/** A line of the report: what is read from a round, and how it is written. */
export interface Metric {
  readonly name: string;
  /** Undefined where a contender has no such figure. */
  readonly of: (round: RoundFigures, sessions: number) => number | undefined;
  readonly digits: number;
}

const megabyte = 1_024 * 1_024;

/** All lines of the report, in their order. */
export const metrics: readonly Metric[] = [
  { name: 'process start → /livez, ms', of: ({ livezMs }) => livezMs, digits: 0 },
  { name: 'process start → first connected, ms', of: ({ firstConnectedMs }) => firstConnectedMs, digits: 0 },
  { name: 'process start → last connected, ms', of: ({ lastConnectedMs }) => lastConnectedMs, digits: 0 },
  { name: 'stop, ms', of: ({ stopMs }) => stopMs, digits: 0 },
  { name: 'stop → all connected again, ms', of: ({ stopToConnectedMs }) => stopToConnectedMs, digits: 0 },
  { name: 'CPU per session until connected, s', of: ({ cpuSeconds }, sessions) => cpuSeconds / sessions, digits: 2 },
  {
    name: 'PSS per session, MB',
    of: ({ nodePssBytes, browserPssBytes }, sessions) => (nodePssBytes + browserPssBytes) / sessions / megabyte,
    digits: 1,
  },
  { name: '  of it Node.js, MB', of: ({ nodePssBytes }, sessions) => nodePssBytes / sessions / megabyte, digits: 1 },
  { name: '  of it browser, MB', of: ({ browserPssBytes }, sessions) => browserPssBytes / sessions / megabyte, digits: 1 },
  { name: 'processes', of: ({ processes }) => processes, digits: 0 },
];
