import t from 'tap';
import { growthTable, memoryTable } from '../../../../bench/report/memory-table.ts';

const megabyte = 1_024 * 1_024;
const part = (pss: number, cores = 0) => ({ pssBytes: pss * megabyte, privateBytes: (pss / 2) * megabyte, idleCores: cores });
const round = { supervisor: part(110), workers: part(80, 0.004), browsers: part(212) };
const result = {
  browser: 'headless-shell',
  groups: [
    {
      sessions: 2,
      service: [round, round, { ...round, workers: part(90, 0.006) }],
      bare: [part(200), part(200), part(210)].map((browsers) => ({ browsers })),
    },
  ],
  growth: null,
};

t.test('what the parts hold is told for each session, and beside it what bare browsers hold', async (t) => {
  const table = memoryTable(result);
  t.match(table, /supervisor, PSS, MB +│ 110\.0 \/ 110\.0 \/ 110\.0/);
  t.match(table, /worker per session, private, MB +│ 20\.0 \/ 20\.0 \/ 22\.5/);
  t.match(table, /browser ÷ bare browser, PSS +│ 1\.06/);
  t.match(table, /worker per session, idle, % of a core +│ 0\.20 \/ 0\.20 \/ 0\.30/);
});

t.test('growth is told for each thousand messages', async (t) => {
  const at = (atSeconds: number, messages: number, supervisor: number) => ({
    atSeconds,
    messages,
    supervisorBytes: supervisor * megabyte,
    workerPrivateBytes: 80 * megabyte,
    browserPrivateBytes: 100 * megabyte,
  });
  const table = growthTable({ sessions: 2, samples: [at(0, 0, 100), at(30, 300, 102), at(90, 500, 101)] });
  t.match(table, /2 sessions, 500 messages in 1\.5 min/);
  t.match(table, /supervisor, PSS +│ 100\.0 +│ 101\.0 +│ 2\.00/);
  t.match(table, /worker per session, private +│ 40\.0 +│ 40\.0 +│ 0\.00/);
});

t.test('without messages there is nothing to divide by', async (t) => {
  const sample = { atSeconds: 0, messages: 0, supervisorBytes: megabyte, workerPrivateBytes: megabyte, browserPrivateBytes: megabyte };
  t.match(growthTable({ sessions: 1, samples: [sample, sample] }), /supervisor, PSS +│ 1\.0 +│ 1\.0 +│ –/);
});
