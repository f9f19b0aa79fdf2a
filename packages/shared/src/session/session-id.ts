import Type from 'typebox';

/** What LocalAuth takes as a client id, and what is safe as a folder's name. */
const sessionIdPattern = '^[A-Za-z0-9_-]{1,64}$';

/** Schema of a session id as it comes from outside. */
export const SessionId = Type.String({
  pattern: sessionIdPattern,
  description: 'Letters, digits, "_" and "-", at most 64 of them.',
});

const matcher = new RegExp(sessionIdPattern);

/** Whether a value from outside can be a session id. */
export function isSessionId(value: unknown): value is string {
  return typeof value === 'string' && matcher.test(value);
}

/** Whether a session's id begins with a prefix, where there is one; what is of no session, or of all of them, is not within any. */
export function isWithinPrefix(sessionId: string | null, prefix: string | null | undefined): boolean {
  return prefix === null || prefix === undefined || sessionId?.startsWith(prefix) === true;
}
