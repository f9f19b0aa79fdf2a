import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { Api } from '../api/api.ts';
import { Problem, sentenceOf } from '../api/problem.ts';

/** In these states a session's login can be replaced. */
const atRest: readonly SessionView['state'][] = ['stopped', 'unlinked', 'failed'];
const pollMs = 500;
/** A session that is stopped may take so long to close its browser. */
const stopWithinMs = 60_000;

/** What putting a backup back does, before it is done. */
export function questionOf({ session_id: id, created_at: createdAt }: BackupView, session: SessionView | undefined): string {
  const time = new Date(createdAt).toLocaleString();
  const first = session === undefined ? `${id} is created anew` : atRest.includes(session.state) ? '' : `${id} is disconnected and stopped`;
  return [
    `${first === '' ? id : `${first}. Then it`} gets the login that it had at ${time}, and is started.`,
    session === undefined ? '' : 'The login that it has now moves to the quarantine, where it is kept for some time.',
    'Nobody has to scan a code, unless the phone has unlinked that login meanwhile. Messages are not touched.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Stops the session where it runs, puts the backup in the place of its login, and starts it; one that was running is started again too where that fails. */
export async function putBack(api: Api, backup: BackupView): Promise<SessionView> {
  const { session_id: id } = backup;
  const before = await found(api, id);
  try {
    if (before !== undefined && !atRest.includes(before.state)) await stop(api, id);
    await api.restoreBackup(backup.id);
  } catch (error) {
    if (before?.desired === 'running') await startAgain(api, id, error);
    throw error;
  }
  return api.command(id, 'start');
}

/** The session ran before, so it is not left stopped because its backup was not put back. */
async function startAgain(api: Api, id: string, cause: unknown): Promise<void> {
  try {
    await api.command(id, 'start');
  } catch (refusal) {
    const both = `${sentenceOf(cause)} ${id} was stopped for this, and could not be started again: ${sentenceOf(refusal)}`;
    throw new Error(both, { cause: refusal });
  }
}

async function found(api: Api, id: string): Promise<SessionView | undefined> {
  try {
    return await api.session(id);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  }
}

async function stop(api: Api, id: string): Promise<void> {
  await api.command(id, 'stop');
  const deadline = Date.now() + stopWithinMs;
  while (Date.now() < deadline) {
    const { state } = await api.session(id);
    if (atRest.includes(state)) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new Error(`${id} did not stop within ${stopWithinMs / 1_000} s, so its backup was not put back. Look at its page, and try again.`);
}
