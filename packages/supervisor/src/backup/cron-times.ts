import { Cron } from 'croner';

/** The times that a cron expression names, by the machine's time zone. */
export class CronTimes {
  readonly text: string;
  readonly #cron: Cron;

  /** Throws an Error that says what is wrong with the expression. */
  constructor(text: string) {
    this.text = text;
    this.#cron = new Cron(text, { mode: '5-part', paused: true });
    if (this.#cron.nextRun() === null) throw new Error('that time never comes');
  }

  /** The first of the times after a moment; both in milliseconds since the epoch. */
  after(timeMs: number): number {
    return this.#cron.nextRun(new Date(timeMs))?.getTime() ?? Number.POSITIVE_INFINITY;
  }
}
