import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import { ServiceApi } from '../../scripts/service/service-api.ts';
import type { ServiceChild } from '../../scripts/service/service-child.ts';
import { hammer } from '../api/hammer.ts';
import type { HammerFigures } from '../api/hammer.ts';
import type { BenchOptions } from '../bench-options.ts';
import { processUsage } from '../measure/process-usage.ts';
import { restoredService } from '../memory/memory-round.ts';
import { BenchStage } from '../restore/bench-stage.ts';
import { linkProfiles } from '../restore/link-profiles.ts';

/** Backups of connected sessions, one after the other. */
export interface BackupRound {
  /** What each took, from the request to its answer, in milliseconds. */
  readonly tookMs: readonly number[];
  /** What the archives take. */
  readonly bytes: readonly number[];
  /** CPU of the supervisor, its threads included, for each. */
  readonly cpuSeconds: number;
  /** The list of sessions, asked over ten connections without a pause: before, and while all are backed up again. */
  readonly quiet: HammerFigures;
  readonly beside: HammerFigures;
}

/** One size of the logins, encrypted or not. */
export interface BackupFigures {
  /** What was added to each login, in megabytes. */
  readonly megabytes: number;
  readonly isEncrypted: boolean;
  readonly rounds: BackupRound[];
}

/** Of the accounts that are in use for long: IndexedDB grows with the chats. */
const addedMegabytes = [0, 10, 50];
const lookMs = 3_000;
/** A session that was connected a moment ago has its backup wait for ten seconds, until its login is on the disk: that is not measured. */
const settledMs = 11_000;
const key = 'a-key-for-the-backups-of-a-benchmark';

/** Backs up the sessions of a service: logins of several sizes, plain and encrypted in turns. */
export async function benchBackup(options: BenchOptions, signal: AbortSignal, say: (text: string) => void): Promise<BackupFigures[]> {
  const stage = await BenchStage.open(options, signal);
  try {
    say(`${options.sessions} sessions are linked …`);
    await linkProfiles(stage, signal, (count) => say(`  ${count} of ${options.sessions}`));
    const figures: BackupFigures[] = [];
    for (const megabytes of addedMegabytes) {
      for (const sessionId of stage.sessionIds) await enlarge(stage, sessionId, megabytes);
      const both = [false, true].map((isEncrypted): BackupFigures => ({ megabytes, isEncrypted, rounds: [] }));
      for (let round = 0; round <= options.rounds; round += 1) {
        say(round === 0 ? `${megabytes} MB more in each login: warm-up` : `Round ${round} of ${options.rounds}`);
        for (const each of both) {
          const measured = await measure(stage, each.isEncrypted, signal);
          if (round > 0) each.rounds.push(measured);
        }
      }
      figures.push(...both);
    }
    return figures;
  } finally {
    await stage.close();
  }
}

/** Bytes that no compression makes fewer, in a file that the databases beside it do not know. */
async function enlarge(stage: BenchStage, sessionId: string, megabytes: number): Promise<void> {
  const path = join(stage.folder, 'auth', `session-${sessionId}`, 'Default', 'Local Storage', 'filling');
  if (megabytes === 0) await rm(path, { force: true });
  else await writeFile(path, randomBytes(megabytes * 1_024 * 1_024));
}

async function measure(stage: BenchStage, isEncrypted: boolean, signal: AbortSignal): Promise<BackupRound> {
  const service = await restoredService(stage, signal, isEncrypted ? { BACKUP_KEY: key } : {});
  const either = AbortSignal.any([signal, service.lost]);
  const api = new ServiceApi(await service.url(either), stage.apiKey);
  await delay(settledMs, undefined, { signal: either });
  const alone = await backUpAll(stage, service, api, either);
  const list = `${api.url}/api/v1/sessions`;
  const headers = { 'x-api-key': stage.apiKey };
  const quiet = await hammer(list, headers, delay(lookMs, undefined, { signal: either }));
  const beside = await hammer(list, headers, backUpForAWhile(stage, service, api, either));
  if (!(await service.stop())) throw new Error(`The service did not stop cleanly:\n${service.log.tail(15)}`);
  return { ...alone, quiet, beside };
}

/** As long as the quiet look at least: a new account's backup is made before the list was answered once. */
async function backUpForAWhile(...parts: Parameters<typeof backUpAll>): Promise<void> {
  const untilMs = performance.now() + lookMs;
  do await backUpAll(...parts);
  while (performance.now() < untilMs);
}

async function backUpAll({ sessionIds }: BenchStage, service: ServiceChild, api: ServiceApi, signal: AbortSignal) {
  const tookMs: number[] = [];
  const bytes: number[] = [];
  const before = processUsage(service.pid).cpuSeconds;
  for (const sessionId of sessionIds) {
    const beganMs = performance.now();
    const backup = await api.post<BackupView>('/api/v1/backups', { session_id: sessionId }, signal);
    tookMs.push(performance.now() - beganMs);
    bytes.push(backup.bytes);
  }
  return { tookMs, bytes, cpuSeconds: (processUsage(service.pid).cpuSeconds - before) / sessionIds.length };
}
