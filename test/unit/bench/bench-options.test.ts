import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { findFullChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import { benchHelp, parseBenchOptions } from '../../../bench/bench-options.ts';

const fullChromium = findFullChromium();

t.test('the defaults are growing counts, five rounds, every browser and the concurrency of the service', async (t) => {
  const folder = t.testdir({ 'chromium-headless-shell': 'binary', chromium: 'binary' });
  for (const name of ['chromium-headless-shell', 'chromium']) chmodSync(join(folder, name), 0o755);
  const env = { PATH: folder };
  t.strictSame(parseBenchOptions(['restore'], env, ''), {
    benchmark: 'restore',
    sessions: 10,
    rounds: 5,
    concurrencies: [undefined],
    browser: { path: join(folder, 'chromium-headless-shell'), kind: 'headless-shell' },
    browsers: [
      { path: join(folder, 'chromium-headless-shell'), kind: 'headless-shell' },
      ...(fullChromium === undefined ? [] : [fullChromium]),
    ],
    jsonPath: undefined,
    syncDelayMs: 0,
    messages: 200,
    missed: 1_000,
    counts: [1, 5, 10, 20, 40],
    minutes: 30,
    idleSeconds: 20,
  });
  const args = [
    'restore',
    '--sessions=3',
    '--rounds',
    '2',
    '--concurrency',
    '1,2,4',
    '--browser',
    join(folder, 'chromium'),
    '--json',
    'x.json',
    '--sync-delay-ms',
    '2000',
    '--messages=20',
    '--counts=20,5',
    '--minutes=0.5',
    '--idle-seconds=3',
  ];
  t.strictSame(parseBenchOptions(args, env, ''), {
    benchmark: 'restore',
    sessions: 3,
    rounds: 2,
    concurrencies: [1, 2, 4],
    browser: { path: join(folder, 'chromium'), kind: 'chromium' },
    browsers: [{ path: join(folder, 'chromium'), kind: 'chromium' }],
    jsonPath: 'x.json',
    syncDelayMs: 2_000,
    messages: 20,
    missed: 1_000,
    counts: [5, 20],
    minutes: 0.5,
    idleSeconds: 3,
  });
});

t.test('several browsers are measured one after the other, and the workers of scale have counts of their own', async (t) => {
  const { browsers, browser } = options('restore', '--browser', `${process.execPath},${process.execPath}`);
  t.strictSame(browsers, [browser, browser]);
  t.strictSame(options('scale', '--browser', process.execPath).counts, [50, 200, 500]);
});

function options(...args: string[]) {
  const parsed = parseBenchOptions(args, {}, '');
  if (parsed === 'help') throw new Error('These are no options.');
  return parsed;
}

t.test('what is wrong is said in one sentence', async (t) => {
  const parse =
    (...args: string[]) =>
    () =>
      parseBenchOptions(args, {}, '');
  t.throws(parse(), /There is no benchmark ""; there are "restore", "handover"/);
  t.throws(parse('restroe'), /no benchmark "restroe"/);
  t.throws(parse('restore', '--sessions', '0'), /--sessions must be a whole number from 1 to 200; it is "0"/);
  t.throws(parse('restore', '--concurrency', '1,x'), /--concurrency must be .* it is "x"/);
  t.throws(parse('restore', '--round', '1'), /--round/);
  t.throws(parse('scale', '--counts', '5,0'), /--counts must be .* it is "0"/);
  t.throws(parse('recover', '--browser', `${process.execPath},${process.execPath}`), /--browser takes one browser with recover/);
  t.throws(parse('memory', '--browser', process.execPath, '--minutes', 'long'), /--minutes must be a number from 0 to 1440; it is "long"/);
  t.throws(parse('restore'), /There is no browser on this machine/);
  t.throws(parse('restore', '--browser', '/nowhere/chrome'), /\/nowhere\/chrome/);
});

t.test('help names every option', async (t) => {
  t.equal(parseBenchOptions(['--help'], {}, ''), 'help');
  for (const name of [
    'sessions',
    'rounds',
    'concurrency',
    'browser',
    'json',
    'sync-delay-ms',
    'messages',
    'counts',
    'minutes',
    'idle-seconds',
  ])
    t.match(benchHelp, `--${name} `);
});
