import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '@whatsapp-service/shared/process/process-identity.ts';
import { WorkerLedger } from '@whatsapp-service/supervisor/workers/worker-ledger.ts';
import type { Lab } from '../../support/lab.ts';

/** Locks, ledger entries, sockets and temporary folders that belong to no live worker, as sentences. */
export function leftovers(lab: Lab): string[] {
  const entries = new WorkerLedger(join(lab.dataDir, 'workers')).readAll();
  const live = new Set(entries.filter(({ worker }) => isAlive(worker)).map(({ sessionId }) => sessionId));
  const dead = entries.filter(({ sessionId }) => !live.has(sessionId)).map(({ sessionId }) => `ledger entry of ${sessionId}`);
  const temp = namesIn(join(lab.folder, 'cache', 'tmp')).filter((name) => !live.has(name));
  const locks = namesIn(lab.authDir).filter((name) => /^\.session-.*\.lock/.test(name) && !isHeld(join(lab.authDir, name)));
  const sockets = namesIn(join(lab.dataDir, 'run')).filter((name) => name !== 'supervisor.sock');
  return [
    ...dead,
    ...temp.map((name) => `temporary folder of ${name}`),
    ...locks.map((name) => `lock ${name}`),
    ...sockets.map((name) => `socket ${name}`),
  ];
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function isHeld(path: string): boolean {
  try {
    const { owner } = JSON.parse(readFileSync(path, 'utf8')) as { owner: { pid: number; startTime: string } };
    return isAlive(owner);
  } catch {
    // It was given up while we looked.
    return !existsSync(path);
  }
}
