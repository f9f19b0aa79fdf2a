/** Lets callers through a few at a time, each few in a turn of the event loop of their own; in the order in which they came. */
export class Turnstile {
  readonly #perTurn: number;
  readonly #nextTurn: (callback: () => void) => void;
  readonly #waiting: (() => void)[] = [];
  #isTurning = false;

  constructor(perTurn: number, nextTurn: (callback: () => void) => void = setImmediate) {
    this.#perTurn = perTurn;
    this.#nextTurn = nextTurn;
  }

  /** Resolves when it is the caller's turn: in the next turn of the loop where nobody waits. */
  async enter(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#isTurning) return;
      this.#isTurning = true;
      this.#nextTurn(() => this.#turn());
    });
  }

  #turn(): void {
    for (const letIn of this.#waiting.splice(0, this.#perTurn)) letIn();
    this.#isTurning = this.#waiting.length > 0;
    if (this.#isTurning) this.#nextTurn(() => this.#turn());
  }
}
