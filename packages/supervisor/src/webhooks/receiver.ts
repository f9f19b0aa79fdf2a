import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { Circuit } from './circuit.ts';
import type { Lane } from './lane.ts';

/** What an attempt says of the receiver as a whole. */
export type Sign = { readonly kind: 'worked' | 'outage' | 'undecided'; readonly pauseUntilMs?: number };

export interface ReceiverOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** Delivers a lane's next event; never rejects. */
  readonly run: (lane: Lane) => Promise<Sign>;
  /** Where the lane goes after its attempt is judged. */
  readonly next: (lane: Lane) => void;
  readonly onOpened: () => void;
  readonly onClosed: () => void;
}

/** So many sessions are served at once by one receiver. */
const lanesAtOnce = 16;

/** What one webhook is sent to: its lanes take turns, and its circuit holds up nobody else's. */
export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #circuit: Circuit;
  readonly #ready: Lane[] = [];
  readonly #waiting = new Map<Lane, number>();
  #running = 0;
  #isStopped = false;
  #cancelTry: () => void = () => undefined;

  constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#circuit = new Circuit(options.random);
  }

  get isOpen(): boolean {
    return this.#circuit.isOpen;
  }

  /** Whether nothing is under way and nothing could begin now. */
  get isQuiet(): boolean {
    return this.#running === 0 && (this.#isStopped || this.#ready.length === 0 || this.#circuit.nextTryMs() > this.#options.clock.now());
  }

  get isEmpty(): boolean {
    return this.#running === 0 && this.#ready.length === 0 && this.#waiting.size === 0;
  }

  /** Gives a lane its turn as soon as there is one. */
  offer(lane: Lane): void {
    if (lane.place === 'dropped' || lane.place === 'ready' || lane.place === 'running') return;
    lane.cancelWait();
    this.#waiting.delete(lane);
    lane.place = 'ready';
    this.#ready.push(lane);
    this.#pump();
  }

  /** Gives a lane its turn at a time, or before it where the receiver comes back. */
  wait(lane: Lane, untilMs: number): void {
    lane.place = 'waiting';
    this.#waiting.set(lane, untilMs);
    const cancel = this.#options.clock.after(Math.max(0, untilMs - this.#options.clock.now()), () => {
      this.offer(lane);
    });
    lane.cancelWait = () => {
      cancel();
      this.#waiting.delete(lane);
    };
  }

  /** Begins nothing any more. */
  stop(): void {
    this.#isStopped = true;
    this.#cancelTry();
    for (const lane of this.#waiting.keys()) lane.cancelWait();
  }

  #pump(): void {
    const { clock } = this.#options;
    while (!this.#isStopped && this.#running < lanesAtOnce && this.#ready.length > 0) {
      const tryMs = this.#circuit.nextTryMs();
      if (tryMs > clock.now()) {
        this.#tryAt(tryMs);
        return;
      }
      const lane = this.#ready.shift();
      if (lane !== undefined) this.#start(lane);
    }
  }

  #start(lane: Lane): void {
    lane.place = 'running';
    this.#running += 1;
    this.#circuit.began();
    void this.#options.run(lane).then((sign) => {
      this.#running -= 1;
      this.#judge(sign);
      this.#options.next(lane);
      this.#pump();
    });
  }

  #judge({ kind, pauseUntilMs }: Sign): void {
    if (pauseUntilMs !== undefined) this.#circuit.pause(pauseUntilMs);
    if (kind === 'undecided') this.#circuit.undecided();
    if (kind === 'worked' && this.#circuit.worked()) {
      this.#options.onClosed();
      // Their own patience was for a receiver that was away.
      for (const lane of [...this.#waiting.keys()]) if (lane.isOutage) this.offer(lane);
    }
    if (kind === 'outage') {
      if (this.#circuit.failed(this.#options.clock.now())) this.#options.onOpened();
      if (this.#circuit.isOpen) this.#tryAt(this.#circuit.nextTryMs());
    }
  }

  /** At that time one lane goes, be it one that would wait longer by itself. */
  #tryAt(timeMs: number): void {
    if (timeMs === Infinity || this.#isStopped) return;
    const { clock } = this.#options;
    this.#cancelTry();
    this.#cancelTry = clock.after(Math.max(0, timeMs - clock.now()), () => {
      if (this.#circuit.isOpen && this.#ready.length === 0) this.#offerFirstWaiting();
      this.#pump();
    });
  }

  #offerFirstWaiting(): void {
    const outages = [...this.#waiting].filter(([lane]) => lane.isOutage);
    const [first] = outages.toSorted(([, a], [, b]) => a - b);
    if (first !== undefined) this.offer(first[0]);
  }
}
