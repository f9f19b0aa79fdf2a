/** What decides who is restored first. */
export interface RestoreRank {
  readonly sessionId: string;
  readonly priority: number;
  readonly lastConnectedMs: number | null;
}

/** Higher priority first, then the most recently connected; the id settles the rest, so that the order is always the same. */
export function restoreOrder<T extends RestoreRank>(sessions: readonly T[]): T[] {
  return sessions.toSorted(
    (a, b) => b.priority - a.priority || (b.lastConnectedMs ?? 0) - (a.lastConnectedMs ?? 0) || (a.sessionId < b.sessionId ? -1 : 1),
  );
}
