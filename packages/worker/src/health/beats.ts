import type { PassingEvent, Phase } from '@whatsapp-service/shared/ipc/facts.ts';

export interface BeatsOptions {
  readonly intervalMs: number;
  readonly phase: () => Phase;
  /** Of this process alone: the browser's group is weighed by the supervisor, in one look for all sessions. */
  readonly rssBytes: () => number;
  readonly pass: (event: PassingEvent) => void;
}

/** Says again and again that this process is alive. */
export class Beats {
  readonly #options: BeatsOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BeatsOptions) {
    this.#options = options;
  }

  /** Beats at once and from then on each interval, until the process ends. */
  start(): void {
    clearInterval(this.#timer);
    this.#beat();
    this.#timer = setInterval(() => {
      this.#beat();
    }, this.#options.intervalMs);
  }

  #beat(): void {
    const { phase, rssBytes, pass } = this.#options;
    pass({ type: 'beat', phase: phase(), rssBytes: rssBytes() });
  }
}
