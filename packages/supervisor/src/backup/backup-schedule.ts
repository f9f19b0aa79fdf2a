import type { BackupScheduleView } from '@whatsapp-service/shared/api/backup-view.ts';
import type { Logger } from 'pino';
import Type from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { isoTime, isoTimeOrNull } from '@whatsapp-service/shared/time/clock.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { FactStore } from '../storage/fact-store.ts';
import type { BackupCount } from './backup-maker.ts';
import type { CronTimes } from './cron-times.ts';

export interface BackupScheduleOptions {
  /** Undefined: nothing is backed up by itself. */
  readonly times: Pick<CronTimes, 'text' | 'after'> | undefined;
  /** Backs all linked sessions up, one after the other. */
  readonly run: () => Promise<BackupCount>;
  readonly facts: Pick<FactStore, 'read' | 'write'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const Kept = Type.Object({
  /** Since when there is a schedule. */
  sinceMs: Type.Number(),
  last: Type.Union([
    Type.Null(),
    Type.Object({
      beganMs: Type.Number(),
      /** Null: it is under way, or was cut short. */
      completedMs: Type.Union([Type.Null(), Type.Number()]),
      made: Type.Integer(),
      failed: Type.Integer(),
      fault: Type.Union([Type.Null(), Type.String()]),
    }),
  ]),
});
type Kept = Static<typeof Kept>;

const validator = Compile(Kept);
const fact = 'backup_schedule';
/** The sessions come back first. */
const missedAfterMs = 300_000;
/** A machine that sleeps, or whose clock is set, is noticed within this. */
const lookEveryMs = 60_000;

/** Has all linked sessions backed up at the times of the schedule. What was missed while the service was down is made up for once, and a run that its end cut short is made anew. */
export class BackupSchedule {
  readonly #options: BackupScheduleOptions;
  #kept: Kept | undefined;
  #dueMs = Number.POSITIVE_INFINITY;
  #isRunning = false;
  #isClosed = false;
  #cancel: () => void = () => undefined;

  constructor(options: BackupScheduleOptions) {
    this.#options = options;
    const kept = options.facts.read(fact);
    if (validator.Check(kept)) this.#kept = kept;
  }

  start(): void {
    const { clock, logger, times } = this.#options;
    if (times === undefined) return;
    const nowMs = clock.now();
    if (this.#kept === undefined) this.#keep({ sinceMs: nowMs, last: null });
    const missedMs = this.#missedMs(times);
    this.#dueMs = missedMs === undefined ? times.after(nowMs) : nowMs + missedAfterMs;
    if (missedMs !== undefined) {
      const made = `is made at ${isoTime(this.#dueMs)}`;
      logger.info(`The backup of all sessions that was due at ${isoTime(missedMs)} was not made, or not to its end: it ${made}`);
    }
    this.#arm(times);
  }

  view(): BackupScheduleView {
    const { times } = this.#options;
    const last = this.#kept?.last ?? null;
    return {
      schedule: times?.text ?? null,
      next_run_at: Number.isFinite(this.#dueMs) && !this.#isRunning ? isoTime(this.#dueMs) : null,
      running: this.#isRunning,
      last_run:
        last === null
          ? null
          : {
              began_at: isoTime(last.beganMs),
              completed_at: isoTimeOrNull(last.completedMs),
              made: last.made,
              failed: last.failed,
              fault: last.fault,
            },
    };
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  /** When the last run was due that has not come to its end; undefined where there is none. */
  #missedMs(times: Pick<CronTimes, 'after'>): number | undefined {
    if (this.#kept === undefined) return undefined;
    const { last, sinceMs } = this.#kept;
    if (last !== null && last.completedMs === null) return last.beganMs;
    const dueMs = times.after(Math.max(sinceMs, last?.beganMs ?? 0));
    return dueMs <= this.#options.clock.now() ? dueMs : undefined;
  }

  #arm(times: Pick<CronTimes, 'after'>): void {
    if (this.#isClosed) return;
    const { clock } = this.#options;
    const delayMs = Math.min(lookEveryMs, Math.max(0, this.#dueMs - clock.now()));
    this.#cancel = clock.after(delayMs, () => {
      const nowMs = clock.now();
      if (nowMs >= this.#dueMs) {
        void this.#run(nowMs).then(() => {
          this.#dueMs = times.after(clock.now());
          this.#arm(times);
        });
        return;
      }
      // A clock that was set back makes the time come again.
      this.#dueMs = Math.min(this.#dueMs, times.after(nowMs));
      this.#arm(times);
    });
  }

  async #run(beganMs: number): Promise<void> {
    const { clock, logger, run } = this.#options;
    this.#isRunning = true;
    this.#ended({ beganMs, completedMs: null, made: 0, failed: 0, fault: null });
    try {
      const count = await run();
      if (!this.#isClosed) this.#ended({ beganMs, completedMs: clock.now(), ...count, fault: null });
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      logger.warn(`The backup of all sessions that was due now was not made: ${fault}`);
      if (!this.#isClosed) this.#ended({ beganMs, completedMs: clock.now(), made: 0, failed: 0, fault });
    } finally {
      this.#isRunning = false;
    }
  }

  #ended(last: Kept['last']): void {
    this.#keep({ sinceMs: this.#kept?.sinceMs ?? this.#options.clock.now(), last });
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    this.#options.facts.write(fact, kept);
  }
}
