import t from 'tap';
import { figuresTable, phasesTable, summaryTable } from '../../../../bench/report/restore-tables.ts';
import type { RoundFigures } from '../../../../bench/restore/round-figures.ts';

const megabyte = 1_024 * 1_024;

function round(lastConnectedMs: number, more: Partial<RoundFigures> = {}): RoundFigures {
  return {
    firstConnectedMs: 500,
    lastConnectedMs,
    cpuSeconds: 4,
    nodePssBytes: 60 * megabyte,
    browserPssBytes: 140 * megabyte,
    processes: 13,
    stopMs: 100,
    stopToConnectedMs: lastConnectedMs + 100,
    loadBefore: 0,
    phases: [],
    ...more,
  };
}

const phases = [{ sessionId: 'a', forkedAtMs: 300, phases: [{ name: 'loading', beganAtMs: 310, tookMs: 120 }], connectedAtMs: 900 }];
const result = {
  browser: 'headless-shell',
  sessions: 2,
  contenders: [
    { name: 'service', rounds: [round(2_000, { livezMs: 200, phases }), round(3_000, { livezMs: 300, phases })] },
    { name: 'sequential loop', rounds: [round(1_000), round(2_000)] },
  ],
};

t.test('each figure stands beside the other’s, with the ratio of medians and of pairs', async (t) => {
  const table = figuresTable(result);
  t.match(table, /last connected, ms +│ 2000 \/ 2500 \/ 3000 +│ 1000 \/ 1500 \/ 2000 +│ 1\.67 \(1\.50–2\.00\)/);
  t.match(table, /PSS per session, MB +│ 100\.0 \/ 100\.0 \/ 100\.0/);
  t.match(table, /CPU per session until connected, s +│ 2\.00/);
});

t.test('what only one of them has is compared with nothing', async (t) => {
  t.match(figuresTable(result), /\/livez, ms +│ 200 \/ 250 \/ 300 +│ – +│ –/);
});

t.test('all counts and browsers stand in one table, a line each', async (t) => {
  const more = { ...result, sessions: 40, contenders: [result.contenders[0], { name: 'bare pages', rounds: [round(500), round(500)] }] };
  const facts = { time: '2026-11-23T16:00:00.000Z', cores: 2, node: 'v24.0.0', rounds: 2, syncDelayMs: 0 };
  const table = summaryTable({
    ...facts,
    groups: [result, more].map((group) => ({ ...group, contenders: group.contenders.flatMap((each) => each ?? []) })),
  });
  t.match(table, /2 × headless-shell +│ 250 +│ 500 +│ 2500 +│ 2600 +│ 4\.0 +│ sequential loop: 1\.67 \(1\.50–2\.00\)/);
  t.match(table, /40 × headless-shell +│ 250 +│ 500 +│ 2500 +│ 2600 +│ 4\.0 +│ bare pages: 5\.00/);
});

t.test('the phases are those of all sessions and rounds', async (t) => {
  const table = phasesTable(result);
  t.match(table, /loading +│ 120 \/ 120 \/ 120/);
  t.match(table, /fork → connected │ 600 \/ 600 \/ 600/);
  t.notMatch(table, 'sequential loop');
});
