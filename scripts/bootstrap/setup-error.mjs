/** A step of the set-up failed; the message is one sentence for a person, `output` the end of what the program printed. */
export class SetupError extends Error {
  /** @param {string} message @param {{ output?: string, cause?: unknown }} [details] */
  constructor(message, { output = '', cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SetupError';
    this.output = output;
  }
}
