import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { identify } from '@whatsapp-service/shared/process/process-identity.ts';
import { hasMembers, killGroup, membersOf } from '@whatsapp-service/worker/browser/process-group.ts';

await t.test('a group is found and killed, also when its leader is gone', async (t) => {
  const leader = spawn('sh', ['-c', 'sleep 60 & sleep 60 & echo started; wait'], { detached: true });
  await once(leader.stdout, 'data');
  const identity = identify(leader.pid ?? 0);
  if (identity === undefined) throw new Error('The leader is gone.');
  t.equal(membersOf(identity).length, 3);
  t.ok(hasMembers(identity));
  leader.kill('SIGKILL');
  await once(leader, 'exit');
  t.equal(membersOf(identity).length, 2);
  t.same(
    membersOf({ ...identity, startTime: String(Number(identity.startTime) + 10_000_000) }),
    [],
    'members of an earlier group are none',
  );
  killGroup(identity);
  const deadlineMs = Date.now() + 5_000;
  while (membersOf(identity).length > 0 && Date.now() < deadlineMs) await new Promise((resolve) => setTimeout(resolve, 10));
  t.same(membersOf(identity), []);
  t.notOk(hasMembers(identity));
  killGroup(identity);
});
