import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { MemoryResult } from '../../bench/memory/memory-bench.ts';
import type { MessagesResult } from '../../bench/messages/message-figures.ts';
import type { RestoreResult } from '../../bench/restore/restore-bench.ts';
import { serviceBrowser } from '../support/browsers.ts';
import { processesNaming } from '../support/process-tree.ts';
import { until } from '../support/until.ts';

const entry = join(import.meta.dirname, '../../bench/main.ts');
const endTimeoutMs = 120_000;

const restoreArgs = ['--counts', '1', '--browser', serviceBrowser.path];

/** The benchmark with few sessions, and a temp folder that tells what it leaves behind. */
function start(t: Pick<Test, 'testdir' | 'teardown'>, benchmark: string, ...more: string[]) {
  // A test's own folder has too long a path for a Unix socket.
  const tempDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const jsonPath = join(t.testdir(), 'result.json');
  const child = spawn(process.execPath, [entry, benchmark, '--rounds', '1', '--json', jsonPath, ...more], {
    env: { ...process.env, TMPDIR: tempDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const exited = once(child, 'close', { signal: AbortSignal.timeout(endTimeoutMs) });
  t.teardown(async () => {
    child.kill('SIGTERM');
    await exited.catch(() => child.kill('SIGKILL'));
    rmSync(tempDir, { recursive: true, force: true });
  });
  return {
    child,
    jsonPath,
    output: () => output,
    ended: async () => Number((await exited)[0]),
    leftovers: () => [...processesNaming(tempDir).map(({ command }) => command), ...readdirSync(tempDir)],
  };
}

t.test('the benchmark restores a session each way and writes its figures', async (t) => {
  const bench = start(t, 'restore', ...restoreArgs);
  t.equal(await bench.ended(), 0, bench.output());
  const { groups } = JSON.parse(readFileSync(bench.jsonPath, 'utf8')) as RestoreResult;
  const contenders = groups.flatMap((group) => group.contenders);
  t.strictSame(
    contenders.map(({ name, rounds }) => [name, rounds.length]),
    [
      ['service', 1],
      ['bare page', 1],
      ['one process, one by one', 1],
    ],
    'the round that fills the caches is not counted',
  );
  for (const { name, rounds } of contenders) {
    const [round] = rounds;
    t.ok(round && round.lastConnectedMs > 0, name);
    if (!name.startsWith('bare')) t.ok(round?.stopToConnectedMs !== undefined && round.stopToConnectedMs > round.stopMs, name);
    t.ok(round && round.cpuSeconds > 0.1 && round.nodePssBytes > 1_000_000 && round.browserPssBytes > 1_000_000, name);
  }
  t.match(bench.output(), /1 × [^]*stop → all connected again, ms[^]*fork → connected/);
  t.strictSame(bench.leftovers(), []);
});

t.test('the benchmark of messages sends and receives each way and writes its figures', async (t) => {
  const bench = start(t, 'messages', '--sessions', '1', '--messages', '8', '--missed', '20');
  t.equal(await bench.ended(), 0, bench.output());
  const result = JSON.parse(readFileSync(bench.jsonPath, 'utf8')) as MessagesResult;
  t.strictSame([result.service.length, result.direct.length], [1, 1], 'the round that fills the caches is not counted');
  for (const { sendsOfOne, sendsOfAll, incoming } of [...result.service, ...result.direct]) {
    t.strictSame([sendsOfOne.tookMs.length, sendsOfAll.tookMs.length, incoming.toReceiverMs.length], [8, 8, 8]);
    t.ok([...sendsOfOne.tookMs, ...incoming.toReceiverMs, incoming.burstMs].every((ms) => ms > 0.1));
  }
  t.strictSame(
    [...result.service, ...result.direct].map(({ incoming }) => incoming.toLogMs?.length),
    [8, undefined],
  );
  t.match([result.missed, result.backfills.length], [20, 1]);
  t.ok(result.backfills.every(({ connectedMs, backfilledMs }) => connectedMs > 100 && connectedMs + backfilledMs > 100));
  t.match(bench.output(), /one send, p50 ms[^]*phone → receiver[^]*20 missed messages: connected/);
  t.strictSame(bench.leftovers(), []);
});

t.test('the benchmark of memory looks at idle sessions and bare pages, and then at sessions with traffic', async (t) => {
  const bench = start(t, 'memory', '--counts', '1', '--idle-seconds', '1', '--minutes', '0.02');
  t.equal(await bench.ended(), 0, bench.output());
  const { groups, growth } = JSON.parse(readFileSync(bench.jsonPath, 'utf8')) as MemoryResult;
  t.strictSame(
    groups.map(({ sessions, service, bare }) => [sessions, service.length, bare.length]),
    [[1, 1, 1]],
  );
  const parts = groups.flatMap(({ service, bare }) => [
    ...service.flatMap(({ supervisor, workers, browsers }) => [supervisor, workers, browsers]),
    ...bare.map(({ browsers }) => browsers),
  ]);
  t.ok(parts.every(({ pssBytes, privateBytes }) => pssBytes > privateBytes && privateBytes > 1_000_000));
  t.ok((growth?.samples.at(-1)?.messages ?? 0) > 0);
  t.match(bench.output(), /browser ÷ bare browser, private[^]*MB per 1,000 messages/);
  t.strictSame(bench.leftovers(), []);
});

t.test('a benchmark that is stopped leaves nothing', async (t) => {
  const bench = start(t, 'restore', ...restoreArgs);
  await until(
    'the warm-up begins, or it ends',
    () => bench.output().includes('Warm-up: service') || bench.child.exitCode !== null,
    endTimeoutMs,
  );
  bench.child.kill('SIGINT');
  t.equal(await bench.ended(), 130, bench.output());
  t.strictSame(bench.leftovers(), []);
});
