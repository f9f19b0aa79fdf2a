import { isAlive } from '@whatsapp-service/shared/process/process-identity.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import type { WorkerExit, WorkerHandle } from './worker-spawner.ts';

const lookEveryMs = 250;

/** A worker that is no child of ours: its end is noticed by looking, and nobody learns its exit code. */
export function watchProcess(identity: ProcessIdentity): WorkerHandle {
  const exited = new Promise<WorkerExit>((resolve) => {
    const timer = setInterval(() => {
      if (isAlive(identity)) return;
      clearInterval(timer);
      resolve({ code: null, signal: null });
    }, lookEveryMs);
    timer.unref();
  });
  return { identity, exited };
}
