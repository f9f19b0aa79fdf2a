import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import type { BackupStore } from './backup-store.ts';

export interface BackupQuery {
  readonly sessionId?: string;
  readonly limit: number;
  /** The id that the page before ended with. */
  readonly after: string | null;
}

/** A page of backups, the newest first, and the id that it ends with where there are more. */
export async function listBackups(store: BackupStore, query: BackupQuery): Promise<{ backups: BackupView[]; last: string | null }> {
  const { after, limit, sessionId } = query;
  const ids = (await store.ids(sessionId)).filter((id) => after === null || id < after);
  const page = ids.slice(0, limit);
  const views = await Promise.all(page.map(async (id) => store.viewIfThere(id)));
  return {
    backups: views.filter((view) => view !== undefined),
    last: ids.length > limit ? (page.at(-1) ?? null) : null,
  };
}
