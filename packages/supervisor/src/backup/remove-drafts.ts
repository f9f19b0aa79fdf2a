import { rm } from 'node:fs/promises';
import type { BackupJob } from './backup-job.ts';

/** What an archive is called until all of it is on the disk. */
export function draftOf(path: string): string {
  return `${path}.partial`;
}

/** Removes what a job that has failed, or whose thread was ended, has left half done; what the disk keeps goes with the next start. */
export async function removeDrafts(job: BackupJob): Promise<void> {
  const paths = job.kind === 'create' ? [job.staging, draftOf(job.path)] : [job.target];
  await Promise.allSettled(paths.map(async (path) => (path === undefined ? undefined : rm(path, { recursive: true, force: true }))));
}
