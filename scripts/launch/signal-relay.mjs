const REPEAT_WITHIN_MS = 500;

/** Decides which of the signals that arrive is a press of its own: one Ctrl-C comes twice, from the terminal and from npm, which forwards it. */
export class SignalRelay {
  #now;
  #lastAt = Number.NEGATIVE_INFINITY;
  #presses = 0;

  /** @param {{ now: () => number }} options */
  constructor({ now }) {
    this.#now = now;
  }

  /** The number of this press (1 asks to stop, 2 and more insist), or undefined for the echo of the one before. */
  receive() {
    const now = this.#now();
    const isEcho = now - this.#lastAt < REPEAT_WITHIN_MS;
    this.#lastAt = now;
    if (isEcho) return undefined;
    this.#presses += 1;
    return this.#presses;
  }

  /** How often stopping was asked for. */
  get presses() {
    return this.#presses;
  }
}
