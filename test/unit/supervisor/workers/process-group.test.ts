import t from 'tap';
import { membersOf } from '@whatsapp-service/supervisor/workers/process-group.ts';
import type { ProcessStat } from '@whatsapp-service/supervisor/workers/process-group.ts';

const leader = { pid: 100, startTime: '5000' };

function process(pid: number, groupId: number, startTicks: number): ProcessStat {
  return { pid, groupId, startTicks, cpuTicks: 0, rssPages: 0 };
}

function pids(...processes: ProcessStat[]): number[] {
  return membersOf(leader, processes).map(({ pid }) => pid);
}

await t.test('the members of a group are found, with its leader and without', async (t) => {
  t.same(pids(process(100, 100, 5_000), process(101, 100, 5_001), process(102, 102, 5_002)), [100, 101]);
  t.same(pids(process(101, 100, 5_001)), [101]);
});

await t.test('a group that another process founded under the same number is nobody of ours', async (t) => {
  t.same(pids(process(100, 100, 9_000), process(101, 100, 9_001)), []);
  t.same(pids(process(100, 7, 9_000)), []);
});

await t.test('nor is a member that is older than the leader', async (t) => {
  t.same(pids(process(101, 100, 4_999)), []);
});
