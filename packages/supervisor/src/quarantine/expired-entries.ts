const dayMs = 86_400_000;

/** What the quarantine names its folders: the time of the move, with "-" for ":", and the profile's own name. */
const entryName = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)-session-[A-Za-z0-9_-]{1,64}$/;

/** The name of the entry for a profile that is moved at this time. */
export function entryNameOf(sessionId: string, time: string): string {
  return `${time.replaceAll(':', '-')}-session-${sessionId}`;
}

/** Of the names in the quarantine the folders that are older than the retention; what is not named as we do is somebody else's. */
export function expiredEntries(names: readonly string[], nowMs: number, retentionDays: number): string[] {
  if (retentionDays === 0) return [];
  return names.filter((name) => {
    const movedMs = movedMsOf(name);
    return movedMs !== undefined && nowMs - movedMs > retentionDays * dayMs;
  });
}

function movedMsOf(name: string): number | undefined {
  const match = entryName.exec(name);
  if (match === null) return undefined;
  const timeMs = Date.parse(`${match[1]}:${match[2]}:${match[3]}`);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
