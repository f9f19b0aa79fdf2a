import { enableCompileCache } from 'node:module';

// Before the first import of ours: half of a worker's loading time is compilation.
enableCompileCache();

const initTimeoutMs = 10_000;
const badInitCode = 10;

let worker: import('./worker.ts').Worker | undefined;
let isAskedToStop = false;

// A terminal sends it to every process of the group; the supervisor decides when a worker ends.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => {
  if (worker === undefined) process.exit(0);
  if (isAskedToStop) worker.killNow();
  isAskedToStop = true;
  worker.stop('SIGTERM came.');
});
process.on('unhandledRejection', fail);
process.on('uncaughtException', fail);
// A profile holds what a linked device needs: for this user alone.
process.umask(0o077);

await run();

async function run(): Promise<void> {
  const { receiveInit } = await import('./link/fork-init.ts');
  const init = await receiveInit(process, initTimeoutMs).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return process.exit(badInitCode);
  });
  const { Worker } = await import('./worker.ts');
  worker = new Worker({
    init,
    startedAtMs: performance.timeOrigin,
    exit: (code) => process.exit(code),
  });
  await worker.start();
}

function fail(error: unknown): void {
  if (worker !== undefined) {
    worker.failed(error);
    return;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(20);
}
