import { mock } from 'node:test';
import { pino } from 'pino';
import t from 'tap';
import { Ending } from '@whatsapp-service/worker/shutdown/ending.ts';
import type { EndingSteps } from '@whatsapp-service/worker/shutdown/ending.ts';

const never = (): Promise<never> => new Promise(() => undefined);

function setUp(overrides: Partial<EndingSteps> = {}) {
  const done: string[] = [];
  let settle: (code: number) => void = () => undefined;
  const exited = new Promise<number>((resolve) => {
    settle = resolve;
  });
  const step = (name: string) => async (): Promise<void> => {
    done.push(name);
  };
  const ending = new Ending(
    {
      onBegin: ({ why }) => done.push(`begin: ${why}`),
      collect: async () => undefined,
      closeBrowser: step('close'),
      killBrowser: () => done.push('kill'),
      browserEnded: step('ended'),
      removeTempDir: () => done.push('temp'),
      releaseLock: () => done.push('lock'),
      flush: step('flush'),
      closeLink: () => done.push('link'),
      leaveLastWords: () => done.push('last words'),
      exit: (code) => {
        done.push(`exit ${code}`);
        settle(code);
      },
      ...overrides,
    },
    pino({ level: 'silent' }),
  );
  return { done, ending, exited };
}

t.beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
});
t.afterEach(() => {
  mock.timers.reset();
});

/** Lets what is waiting go on, then lets time pass. */
async function pass(durationMs: number): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
  mock.timers.tick(durationMs);
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
}

await t.test('everything is closed in order, and the first request decides the code', async (t) => {
  const { done, ending, exited } = setUp();
  ending.end({ code: 13, why: 'unlinked' });
  ending.end({ code: 21, why: 'browser lost', forced: true });
  t.equal(ending.begun, true);
  t.equal(await exited, 13);
  t.same(done, ['begin: unlinked', 'close', 'temp', 'lock', 'flush', 'link', 'last words', 'exit 13']);
});

await t.test('a forced end kills the browser without asking it', async (t) => {
  const { done, ending, exited } = setUp();
  ending.end({ code: 21, why: 'lost', forced: true });
  await exited;
  t.same(done, ['begin: lost', 'kill', 'ended', 'temp', 'lock', 'flush', 'link', 'last words', 'exit 21']);
});

await t.test('a browser that does not close is killed after its deadline', async (t) => {
  const { done, ending } = setUp({ closeBrowser: never });
  ending.end({ code: 0, why: 'asked' });
  await pass(4_999);
  t.same(done, ['begin: asked']);
  await pass(1);
  t.same(done, ['begin: asked', 'kill', 'ended', 'temp', 'lock', 'flush', 'link', 'last words', 'exit 0']);
});

await t.test('the lock stays where processes of the browser are left', async (t) => {
  const { done, ending } = setUp({ browserEnded: never });
  ending.end({ code: 21, why: 'lost', forced: true });
  await pass(2_000);
  t.notOk(done.includes('lock'));
  t.ok(done.includes('exit 21'));
});

await t.test('a step that fails does not keep the others from being done', async (t) => {
  const fails = (): never => {
    throw new Error('no');
  };
  const { done, ending, exited } = setUp({
    closeBrowser: async () => fails(),
    removeTempDir: fails,
    releaseLock: fails,
    flush: async () => fails(),
    closeLink: fails,
    leaveLastWords: fails,
  });
  ending.end({ code: 0, why: 'asked' });
  t.equal(await exited, 0);
  t.same(done, ['begin: asked', 'kill', 'ended', 'exit 0']);
});

await t.test('whatever happens, it is over after ten seconds', async (t) => {
  const { done, ending } = setUp({ flush: never });
  ending.end({ code: 22, why: 'late' });
  await pass(10_000);
  t.same(done.slice(-3), ['kill', 'last words', 'exit 22']);
});

await t.test('an impatient end kills at once, with 0 where nothing was begun', async (t) => {
  const { done, ending } = setUp();
  ending.killNow();
  t.same(done, ['kill', 'last words', 'exit 0']);
});
