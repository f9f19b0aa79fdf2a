import type { ExitCode } from './exit-codes.ts';

interface CliFailureOptions extends ErrorOptions {
  /** What to do about it. */
  readonly advice?: string;
}

/** Ends the command: a sentence for people and the code for scripts. */
export class CliFailure extends Error {
  readonly exitCode: ExitCode;
  readonly advice: string | undefined;

  constructor(exitCode: ExitCode, message: string, { advice, ...options }: CliFailureOptions = {}) {
    super(message, options);
    this.name = 'CliFailure';
    this.exitCode = exitCode;
    this.advice = advice;
  }

  /** The sentence with what to do about it. */
  get text(): string {
    return this.advice === undefined ? this.message : `${this.message} ${this.advice}`;
  }
}
