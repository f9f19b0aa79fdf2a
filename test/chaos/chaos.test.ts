import t from 'tap';
import { runChaos } from './run-chaos.ts';

/** The shortened run of `npm run chaos`: one session is hit once by each fault. Latencies are judged loosely: the machine may be busy. */
const result = await runChaos({
  repeats: 1,
  restarts: 30,
  isShort: true,
  only: undefined,
  noiseFactor: 10,
  say: (text) => {
    t.comment(text);
  },
});

t.ok(result.faults.length >= (result.withoutDisks === undefined ? 9 : 8), `${result.faults.length} faults were made`);
for (const { name, broken } of result.faults) t.strictSame(broken, [], name);
t.strictSame(result.growth?.broken, [], 'the supervisor over restarts of workers');
if (result.withoutDisks !== undefined) t.pass('faults of disks', { skip: result.withoutDisks });
