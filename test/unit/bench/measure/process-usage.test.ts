import { execFileSync } from 'node:child_process';
import t from 'tap';
import { parseStat, treeCpuSeconds, treeOf, treeUsage } from '../../../../bench/measure/process-usage.ts';

const process_ = (pid: number, parentPid: number, groupId = pid) => ({ pid, parentPid, groupId, cpuTicks: 1 });

t.test('a stat line is read behind the command, whose name may hold anything', async (t) => {
  const stat = '4711 (a) b (c)) S 100 200 300 0 -1 4194304 1 2 3 4 11 22 33 44 20 0 1 0 99999';
  t.strictSame(parseStat(stat), { pid: 4711, parentPid: 100, groupId: 200, cpuTicks: 110 });
  t.equal(parseStat('4711 (gone) Z 100 200 300 0 -1 4194304 1 2 3 4 11 22 33 44'), undefined, 'its parent counts a zombie');
});

t.test('a tree holds what descends from the root, in any order', async (t) => {
  const all = [process_(30, 20), process_(20, 10), process_(10, 1), process_(40, 1)];
  t.strictSame(
    treeOf(all, 10).map(({ pid }) => pid),
    [30, 20, 10],
  );
});

t.test('a helper that lost its parent belongs to the tree by its group, a neighbour of the root does not', async (t) => {
  const browser = process_(20, 10);
  const orphan = process_(21, 1, 20);
  const root = { ...process_(10, 5), groupId: 5 };
  const neighbour = { ...process_(11, 5), groupId: 5 };
  t.strictSame(
    treeOf([root, neighbour, browser, orphan], 10).map(({ pid }) => pid),
    [10, 20, 21],
  );
});

t.test('CPU of a child that has ended is counted, and so is our memory', async (t) => {
  const before = treeCpuSeconds(process.pid);
  execFileSync(process.execPath, ['-e', 'while (process.cpuUsage().user < 400_000);']);
  const usage = treeUsage(process.pid);
  t.ok(usage.cpuSeconds - before >= 0.35, `${before} s → ${usage.cpuSeconds} s`);
  t.ok(usage.nodePssBytes > 10_000_000, 'this process is a Node.js of at least 10 MB');
  t.equal(usage.browserPssBytes, 0);
});
