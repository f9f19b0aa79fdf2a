import type { SessionState } from '@whatsapp-service/shared/session/session-state.ts';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Test } from 'tap';
import { BackupMaker } from '@whatsapp-service/supervisor/backup/backup-maker.ts';
import { BackupRestorer } from '@whatsapp-service/supervisor/backup/backup-restorer.ts';
import { BackupStore } from '@whatsapp-service/supervisor/backup/backup-store.ts';
import { runBackupJob } from '@whatsapp-service/supervisor/backup/backup-job.ts';
import type { BackupJob } from '@whatsapp-service/supervisor/backup/backup-job.ts';
import type { BackedUpSession } from '@whatsapp-service/supervisor/backup/session-ports.ts';
import type { EventLog, NewEvent } from '@whatsapp-service/supervisor/events/event-log.ts';
import { Quarantine } from '@whatsapp-service/supervisor/quarantine/quarantine.ts';
import { AuthStore } from '@whatsapp-service/supervisor/sessions/auth-store.ts';
import { SessionBusy, SessionNotFound } from '@whatsapp-service/supervisor/supervisor-errors.ts';
import { profile, secret } from './backup-samples.ts';
import { FakeClock } from './fake-clock.ts';

interface SaidSession {
  state: SessionState;
  linked: 'yes' | 'no' | 'unknown';
  connectedSinceMs: number | null;
}

/** Backups of real folders, of sessions that are only said to be there. */
export function backupLab(t: Pick<Test, 'testdir'>) {
  const folder = t.testdir({ auth: { 'session-shop': profile }, backups: {} });
  const authDir = join(folder, 'auth');
  const clock = new FakeClock();
  const logger = pino({ level: 'silent' });
  const sessions = new Map<string, SaidSession>([['shop', { state: 'stopped', linked: 'yes', connectedSinceMs: null }]]);
  const told: NewEvent[] = [];
  const users: number[] = [];
  const busy = new Set<string>();
  const owner: { other: string | undefined } = { other: undefined };
  let between: (job: BackupJob) => void = () => undefined;
  const sessionOf = (sessionId: string): BackedUpSession | undefined => {
    const session = sessions.get(sessionId);
    return session === undefined ? undefined : { record: { sessionId, ...session }, state: session.state };
  };
  const common = {
    store: new BackupStore(join(folder, 'backups')),
    threads: {
      run: async (job: BackupJob) => {
        const outcome = await runBackupJob(job);
        between(job);
        return outcome;
      },
    },
    auth: new AuthStore(authDir, new Quarantine({ authDir, clock, logger, usersOf: () => users })),
    eventLog: { append: (event: NewEvent) => void told.push(event) } as unknown as EventLog,
    logger,
    secret,
  };
  const backedUp = {
    all: () => [...sessions.keys()].flatMap((id) => sessionOf(id) ?? []),
    get: (sessionId: string): BackedUpSession => {
      const session = sessionOf(sessionId);
      if (session === undefined) throw new SessionNotFound(sessionId);
      return session;
    },
  };
  const restored = {
    get size() {
      return sessions.size;
    },
    find: sessionOf,
    assertIdle: (sessionId: string) => {
      if (busy.has(sessionId)) throw new SessionBusy(sessionId, 'its deletion');
    },
    restored: (sessionId: string) => void sessions.set(sessionId, { state: 'stopped', linked: 'yes', connectedSinceMs: null }),
  };
  const quarantine = join(authDir, 'quarantine');
  return {
    folder,
    authDir,
    clock,
    sessions,
    told,
    /** The processes that are said to use the profile. */
    users,
    /** Whose folder it is said to be. */
    owner,
    /** The sessions that are said to be busy. */
    busy,
    store: common.store,
    maker: new BackupMaker({
      ...common,
      sessions: backedUp,
      clock,
      owner: { otherOwner: async () => owner.other },
      retention: { count: 2, ageMs: 0 },
    }),
    restorer: new BackupRestorer({ ...common, sessions: restored, maxSessions: 2 }),
    /** Has something happen after a thread's work and before its result is used. */
    onWorked: (then: (job: BackupJob) => void) => void (between = then),
    quarantined: () => (existsSync(quarantine) ? readdirSync(quarantine) : []),
  };
}
