import type { SendQueueInfo } from '@whatsapp-service/shared/api/service-info.ts';
import type { OpenSends } from './send-ledger.ts';

/** More than so many sessions nobody reads; the sum has all of them. */
const namedSessions = 10;

/** The sends that have not ended, in sum and of the sessions with the most that wait. */
export function sendQueueOf(open: readonly OpenSends[]): SendQueueInfo {
  const most = open
    .filter(({ waiting }) => waiting > 0)
    .toSorted((a, b) => b.waiting - a.waiting || (a.sessionId < b.sessionId ? -1 : 1))
    .slice(0, namedSessions);
  return {
    waiting: open.reduce((sum, { waiting }) => sum + waiting, 0),
    in_progress: open.reduce((sum, { inProgress }) => sum + inProgress, 0),
    most_waiting: most.map(({ sessionId, waiting }) => ({ session_id: sessionId, waiting })),
  };
}
