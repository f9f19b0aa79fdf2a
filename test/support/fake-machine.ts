import { CpuPressureMeter } from '@whatsapp-service/supervisor/restore/cpu-pressure.ts';
import { FakeClock } from './fake-clock.ts';

/** A machine whose time and whose kernel's figure are the test's. */
export class FakeMachine {
  readonly clock = new FakeClock();
  readonly meter: CpuPressureMeter;
  othersWaitPercent = 90;
  #waitedUs = 0;
  #readMs = this.clock.now();

  constructor() {
    this.meter = new CpuPressureMeter({
      now: () => this.clock.now(),
      waitedUs: () => this.#read(),
      ownProcesses: () => [],
      processors: 2,
    });
    // One look tells nothing; the next is compared with it.
    this.meter.look();
    this.clock.advance(1_000);
  }

  /** Lets time pass in steps as short as the queue's own, and whatever waits for it go on. */
  async pass(durationMs: number): Promise<void> {
    await new Promise(setImmediate);
    for (let passedMs = 0; passedMs < durationMs; passedMs += 250) {
      this.clock.advance(250);
      await new Promise(setImmediate);
    }
  }

  #read(): number {
    this.#waitedUs += (this.clock.now() - this.#readMs) * 10 * this.othersWaitPercent;
    this.#readMs = this.clock.now();
    return this.#waitedUs;
  }
}
