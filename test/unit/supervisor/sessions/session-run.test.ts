import { pino } from 'pino';
import t from 'tap';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import { SessionRun } from '@whatsapp-service/supervisor/sessions/session-run.ts';
import type { RunTools } from '@whatsapp-service/supervisor/sessions/session-run.ts';
import type { ExpectedWorker, WorkerPeer } from '@whatsapp-service/supervisor/workers/worker-listener.ts';
import type { WorkerExit } from '@whatsapp-service/supervisor/workers/worker-spawner.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const nobody = { pid: 2 ** 22 + 1, startTime: '0' };
const hello = { sessionId: 'a', token: 'token', protocol: 1, ...nobody, codeVersion: '0.0.0', phase: 'connected', lastSeq: 0 } as const;

/** A run of a worker that is only said to be there. */
function run() {
  const clock = new FakeClock();
  const heard: string[] = [];
  const acks: number[] = [];
  const exit = Promise.withResolvers<WorkerExit>();
  const gone = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  let worker: ExpectedWorker | undefined;
  const tools = {
    clock,
    logger: pino({ level: 'silent' }),
    spawner: { spawn: () => ({ identity: nobody, exited: exit.promise }) },
    listener: {
      expect: (expected: ExpectedWorker) => {
        worker = expected;
        return () => undefined;
      },
    },
    ledger: { write: () => undefined, remove: () => undefined },
    epoch: 1,
    codeVersion: '0.0.0',
    afterCommit: (callback: () => void) => callback(),
    onReaped: () => undefined,
    backfill: () => undefined,
  } as unknown as RunTools;
  SessionRun.start(tools, { sessionId: 'a', token: 'token' } as WorkerInit, {
    onHello: () => heard.push('hello'),
    onKept: ({ seq }) => heard.push(`kept ${seq}`),
    onPassing: () => undefined,
    onSilent: () => heard.push('silent'),
    onBeat: () => undefined,
    onExit: () => {
      heard.push('exit');
      over.resolve();
    },
  });
  const notify = (_: string, { seq }: { seq: number }) => acks.push(seq);
  const peer = { closed: gone.promise, close: () => undefined, notify } as unknown as WorkerPeer;
  worker?.onLink(peer, hello);
  const beat = (): void => worker?.onPassing({ type: 'beat', phase: 'connected', rssBytes: 1 });
  const keep = (seq: number): void => worker?.onKept({ seq, timeMs: 0, fact: { type: 'authenticated' } });
  return { clock, heard, acks, beat, keep, ackSeq: () => worker?.ackSeq(), exit, gone, over };
}

t.test('a beat that is among the last words of a worker is no sign of life', async (t) => {
  const { clock, heard, beat, exit, gone, over } = run();
  beat();
  exit.resolve({ code: null, signal: 'SIGKILL' });
  await new Promise(setImmediate);
  beat();
  gone.resolve();
  await over.promise;
  t.equal(clock.timers, 0, 'nobody waits for its next one');
  clock.advance(60_000);
  t.same(heard, ['hello', 'exit'], 'and the worker that follows is not called silent for it');
});

t.test('a fact that a worker says again is told once, and acknowledged each time', async (t) => {
  const { heard, acks, keep, ackSeq } = run();
  for (const seq of [1, 2, 1, 2, 3]) keep(seq);
  t.strictSame(heard, ['hello', 'kept 1', 'kept 2', 'kept 3']);
  t.strictSame([acks, ackSeq()], [[1, 2, 2, 2, 3], 3]);
});
