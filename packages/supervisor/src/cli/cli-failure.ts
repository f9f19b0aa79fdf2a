import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';

const tooManyRequests = 429;

interface CliFailureOptions extends ErrorOptions {
  /** What to do about it. */
  readonly advice?: string;
  /** Of the service's answer, where there was one. */
  readonly status?: number;
}

/** Ends the command: a sentence for people and the code for scripts. */
export class CliFailure extends Error {
  readonly exitCode: ExitCode;
  readonly advice: string | undefined;
  readonly status: number | undefined;

  constructor(exitCode: ExitCode, message: string, { advice, status, ...options }: CliFailureOptions = {}) {
    super(message, options);
    this.name = 'CliFailure';
    this.exitCode = exitCode;
    this.advice = advice;
    this.status = status;
  }

  /** Whether asking again would bring the same: the service is there and says no, and not merely that this comes too soon. */
  get isFinal(): boolean {
    return this.exitCode === exitCodes.refused && this.status !== tooManyRequests;
  }

  /** The sentence with what to do about it. */
  get text(): string {
    return this.advice === undefined ? this.message : `${this.message} ${this.advice}`;
  }
}
