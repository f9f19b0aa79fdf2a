import { mkdir, rm } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import type { BackupIdentity } from './backup-id.ts';
import { BackupRefusal } from './backup-refusal.ts';
import type { RefusalKind } from './backup-refusal.ts';
import { copyLogin } from './copy-login.ts';
import { readArchive } from './read-archive.ts';
import { removeDrafts } from './remove-drafts.ts';
import { writeArchive } from './write-archive.ts';

/** What a thread is to do: make an archive of a profile, or read one, with or without taking its files out. */
export type BackupJob =
  | {
      readonly kind: 'create';
      readonly identity: BackupIdentity;
      readonly profile: string;
      /** Where the files are copied to first, not encrypted: a folder that is not there yet. */
      readonly staging: string;
      readonly path: string;
      /** Whether the session is connected. */
      readonly connected: boolean;
      readonly secret: string | undefined;
    }
  | {
      readonly kind: 'read';
      readonly identity: BackupIdentity;
      readonly path: string;
      readonly secret: string | undefined;
      readonly target?: string;
    };

/** How many files and bytes of a profile the archive holds, or why it could not be done: an error's class does not survive the way between threads. */
export type BackupOutcome =
  | { readonly files: number; readonly contentBytes: number }
  | { readonly refused: RefusalKind; readonly why: string };

/** The work of one thread of the pool. */
export async function runBackupJob(job: BackupJob): Promise<BackupOutcome> {
  // On Linux that is the priority of this thread alone: the sessions' browsers, and the service itself, go first.
  if (!isMainThread) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  try {
    const files = job.kind === 'create' ? await createArchive(job) : (await readArchive(job)).files;
    return { files: files.length, contentBytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
  } catch (error) {
    await removeDrafts(job);
    if (error instanceof BackupRefusal) return { refused: error.kind, why: error.message };
    return { refused: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

async function createArchive({ identity, profile, staging, path, connected, secret }: Extract<BackupJob, { kind: 'create' }>) {
  await mkdir(staging, { mode: 0o700 });
  const files = await copyLogin({ profile, target: staging });
  if (files.length === 0) throw new BackupRefusal('failed', 'the profile has no files of a login');
  const { sessionId, createdMs } = identity;
  const manifest = { version: 1 as const, session_id: sessionId, created_at: isoTime(createdMs), files };
  await writeArchive({ staging, manifest, path, connected, secret });
  await rm(staging, { recursive: true, force: true });
  return files;
}
