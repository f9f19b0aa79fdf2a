import type { Static, TSchema } from 'typebox';
import Value from 'typebox/value';
import type { DeviceSession } from './device-session.ts';

/** Answers one request of a linked page. */
export type Answer = (session: DeviceSession, params: Record<string, unknown>) => unknown;
/** Answers by the names of the requests. */
export type Methods = Readonly<Record<string, Answer>>;

/** An answer whose parameters fit a schema; others throw. */
export function method<S extends TSchema>(schema: S, answer: (session: DeviceSession, params: Static<S>) => unknown): Answer {
  return (session, params) => answer(session, Value.Parse(schema, params));
}
