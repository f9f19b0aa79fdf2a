/** What the service, or the way to it, says instead of an answer. */
export class Problem extends Error {
  /** HTTP's status; 0 where the service was not reached. */
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
  }
}

/** The sentence for a person. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The problem in an answer that is none of success. */
export async function problemOf(answer: Response): Promise<Problem> {
  const body: unknown = await answer.json().catch(() => undefined);
  const text = (name: string): string | undefined => {
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  return new Problem(answer.status, text('code') ?? '', text('detail') ?? `The service answered with the status ${answer.status}.`);
}
