import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { MessagesResult } from '../../bench/messages/message-figures.ts';
import type { RestoreResult } from '../../bench/restore/restore-bench.ts';
import { fullChromium } from '../support/browsers.ts';
import { processesNaming } from '../support/process-tree.ts';
import { until } from '../support/until.ts';

const entry = join(import.meta.dirname, '../../bench/main.ts');
const endTimeoutMs = 120_000;

/** The benchmark with one session, and a temp folder that tells what it leaves behind. */
function start(t: Pick<Test, 'testdir' | 'teardown'>, benchmark = 'restore', ...more: string[]) {
  // A test's own folder has too long a path for a Unix socket.
  const tempDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const jsonPath = join(t.testdir(), 'result.json');
  const child = spawn(process.execPath, [entry, benchmark, '--sessions', '1', '--rounds', '1', '--json', jsonPath, ...more], {
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
  const bench = start(t);
  t.equal(await bench.ended(), 0, bench.output());
  const { contenders } = JSON.parse(readFileSync(bench.jsonPath, 'utf8')) as RestoreResult;
  t.strictSame(
    contenders.map(({ name, rounds }) => [name, rounds.length]),
    [['service', 1], ...(fullChromium === undefined ? [] : [['loop, library defaults', 1]]), ['sequential loop', 1]],
    'the round that fills the caches is not counted',
  );
  for (const { name, rounds } of contenders) {
    const [round] = rounds;
    t.ok(round && round.lastConnectedMs > 0 && round.stopToConnectedMs > round.stopMs, name);
    t.ok(round && round.cpuSeconds > 0.1 && round.nodePssBytes > 1_000_000 && round.browserPssBytes > 1_000_000, name);
  }
  t.match(bench.output(), /stop → all connected again, ms[^]*fork → connected/);
  t.strictSame(bench.leftovers(), []);
});

t.test('the benchmark of messages sends and receives each way and writes its figures', async (t) => {
  const bench = start(t, 'messages', '--messages', '8');
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
  t.match(bench.output(), /one send, p50 ms[^]*phone → receiver/);
  t.strictSame(bench.leftovers(), []);
});

t.test('a benchmark that is stopped leaves nothing', async (t) => {
  const bench = start(t);
  await until(
    'the warm-up begins, or it ends',
    () => bench.output().includes('Warm-up: service') || bench.child.exitCode !== null,
    endTimeoutMs,
  );
  bench.child.kill('SIGINT');
  t.equal(await bench.ended(), 130, bench.output());
  t.strictSame(bench.leftovers(), []);
});
