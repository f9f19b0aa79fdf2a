import type { TSchema } from 'typebox';

/** One type of event: what it says, its data, and an example of them. */
export interface EventType {
  readonly type: string;
  readonly about: string;
  readonly data: TSchema;
  readonly example: Readonly<Record<string, unknown>>;
}
