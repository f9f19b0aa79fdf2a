import type { ListedSession } from '../directory/directory.ts';
import { outlivesTheList } from './adoption.ts';
import type { SessionRecord } from './session-record.ts';

type Known = Pick<SessionRecord, 'sessionId' | 'desired' | 'state' | 'linked' | 'createdMs'>;

/** How the application's list and the sessions that are here differ. */
export interface Drift<Session> {
  readonly toStart: readonly ListedSession[];
  readonly toEnd: readonly Session[];
  readonly leftAlone: readonly Session[];
}

/** Compares by the rules of a start of the service; what a person stopped, or what failed, is no difference. */
export function driftOf<Session extends Known>(
  listed: readonly ListedSession[],
  sessions: readonly Session[],
  nowMs: number,
): Drift<Session> {
  const here = new Map(sessions.map((session) => [session.sessionId, session]));
  const listedIds = new Set(listed.map(({ sessionId }) => sessionId));
  const toStart = listed.filter(({ sessionId }) => {
    const known = here.get(sessionId);
    return known === undefined || (known.desired === 'running' && known.state === 'stopped');
  });
  const unlisted = sessions.filter(
    ({ sessionId, desired, state }) => !listedIds.has(sessionId) && desired === 'running' && state !== 'stopped',
  );
  return {
    toStart,
    toEnd: unlisted.filter((session) => !outlivesTheList(session, nowMs)),
    leftAlone: unlisted.filter((session) => outlivesTheList(session, nowMs)),
  };
}
