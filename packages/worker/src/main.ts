import { enableCompileCache, flushCompileCache } from 'node:module';
import { exitCodes } from '@whatsapp-service/shared/process/exit-codes.ts';
import type { Worker } from './worker.ts';

// Before the imports that are worth it: half of a worker's loading time is compilation.
enableCompileCache();

const initTimeoutMs = 10_000;

let worker: Worker | undefined;
let isAskedToStop = false;

// A terminal sends it to every process of the group; the supervisor decides when a worker ends.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => {
  if (worker === undefined) process.exit(exitCodes.asked);
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
    return process.exit(exitCodes.badInit);
  });
  const { Worker } = await import('./worker.ts');
  worker = new Worker({
    init,
    startedAtMs: performance.timeOrigin,
    exit: (code) => process.exit(code),
  });
  await worker.start();
  // Otherwise it is written when a worker ends, and after an update all that are restored would compile everything anew.
  flushCompileCache();
}

function fail(error: unknown): void {
  if (worker !== undefined) {
    worker.failed(error);
    return;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(exitCodes.uncaught);
}
