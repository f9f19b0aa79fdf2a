import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { Quarantine } from './quarantine.ts';

const settleEveryMs = 10_000;
const deleteEveryMs = 3_600_000;

/** Makes up for moves that are owed, and once an hour deletes what the retention no longer wants. */
export class QuarantineJob {
  readonly #quarantine: Quarantine;
  readonly #clock: Clock;
  readonly #retentionDays: number;
  #ticks = 0;
  #cancel: () => void = () => undefined;

  constructor(quarantine: Quarantine, clock: Clock, retentionDays: number) {
    this.#quarantine = quarantine;
    this.#clock = clock;
    this.#retentionDays = retentionDays;
    this.#arm();
  }

  close(): void {
    this.#cancel();
  }

  #arm(): void {
    this.#cancel = this.#clock.after(settleEveryMs, () => {
      this.#ticks += 1;
      if (this.#quarantine.isOwed) this.#quarantine.settleAll();
      // The first look is right after the start: a service that is restarted each hour would otherwise never delete.
      if (this.#ticks % (deleteEveryMs / settleEveryMs) === 1) this.#quarantine.deleteExpired(this.#retentionDays);
      this.#arm();
    });
  }
}
