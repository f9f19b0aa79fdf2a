/** One row of the error table: what a caller can meet, and what helps. */
export interface ErrorRow {
  readonly statusCode: number;
  readonly title: string;
  /** The full sentence, with `%s` where a fact goes. */
  readonly message: string;
  readonly remedy: string;
  /** Sent as Retry-After. */
  readonly retryAfterSeconds?: number;
}

/** Some rows of the table, by their stable codes. */
export type ErrorRows = Readonly<Record<string, ErrorRow>>;
