import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';

export type SortKey = 'session' | 'user' | 'status' | 'last_active' | 'connected_since' | 'restarts' | 'memory' | 'cpu';
export type StatusFilter = SessionView['status'] | 'all';

/** Which sessions a person wants to see, and in which order. */
export interface Selection {
  readonly search: string;
  readonly status: StatusFilter;
  readonly sort: SortKey;
  readonly isDescending: boolean;
}

/** What needs a person comes first. */
const statusOrder: Readonly<Record<SessionView['status'], number>> = { disconnected: 0, qr_required: 1, connecting: 2, connected: 3 };

const keys: Readonly<Record<SortKey, (session: SessionView) => string | number>> = {
  session: ({ session_id: id }) => id,
  user: ({ user_id: id }) => (typeof id === 'number' ? String(id).padStart(16, '0') : (id ?? '')),
  status: ({ status }) => statusOrder[status],
  last_active: (session) => session.last_active ?? '',
  connected_since: (session) => session.connected_since ?? '',
  restarts: ({ restarts }) => restarts,
  memory: ({ resources }) => resources.rss_bytes,
  cpu: ({ resources }) => resources.cpu_percent,
};

/** The sessions that a selection leaves, in its order. */
export function select(sessions: Iterable<SessionView>, { search, status, sort, isDescending }: Selection): SessionView[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const key = keys[sort];
  const sign = isDescending ? -1 : 1;
  return [...sessions]
    .filter((session) => (status === 'all' || session.status === status) && hasWords(session, words))
    .sort((a, b) => sign * compare(key(a), key(b)) || compare(a.session_id, b.session_id));
}

function hasWords(session: SessionView, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [session.session_id, session.user_id, session.instance_name, session.phone, session.push_name, session.reason?.message]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
