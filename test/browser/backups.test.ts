import { join } from 'node:path';
import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { BackupUnusable } from '@whatsapp-service/supervisor/supervisor-errors.ts';
import t from 'tap';
import { apiKey, listeningApp, recordingServices } from '../support/http-app.ts';
import { sessionView } from '../support/recording-sessions.ts';
import { StatusPage } from '../support/status-page.ts';

const statusPageDir = join(import.meta.dirname, '../../packages/dashboard/dist');
const { services, events } = recordingServices();
const acts: string[] = [];
let session: SessionView = sessionView('a');

/** Notes what was done to the session, and changes it so. */
function become(act: string, changes: Partial<SessionView>): SessionView {
  acts.push(act);
  session = { ...session, ...changes };
  return session;
}

services.sessions.list = () => ({ sessions: [session, sessionView('b')], next_cursor: null });
services.sessions.get = () => session;
services.sessions.stop = () => become('stop', { state: 'stopped', desired: 'stopped', status: 'disconnected' });
services.sessions.start = () => become('start', { state: 'connected', desired: 'running', status: 'connected' });
const backupOf = (sessionId: string, day: number, changes: Partial<BackupView> = {}): BackupView => ({
  id: `2026110${day}T160000000Z-${sessionId}`,
  session_id: sessionId,
  created_at: `2026-11-0${day}T16:00:00.000Z`,
  bytes: 48_213,
  connected: true,
  encrypted: true,
  fault: null,
  ...changes,
});
let kept: BackupView[] = [];
services.backups.list = async ({ sessionId, limit, after }) => {
  const found = kept.filter(
    (backup) => (sessionId === undefined || backup.session_id === sessionId) && (after === null || backup.id < after),
  );
  const backups = found.slice(0, Math.min(limit, 3));
  return { backups, last: backups.length < found.length ? (backups.at(-1)?.id ?? null) : null };
};
services.backups.create = async (sessionId) => {
  const backup = backupOf(sessionId, 9);
  kept = [backup, ...kept];
  events.append('backup.created', sessionId);
  return backup;
};
services.backups.remove = async (id) => {
  kept = kept.filter((backup) => backup.id !== id);
};
let refusal: Error | undefined;
services.backups.verify = async (id) => {
  const backup = kept.find((each) => each.id === id);
  if (backup === undefined || refusal !== undefined) throw refusal ?? new Error('There is no such backup.');
  return { backup, files: 14, content_bytes: 2_811_904 };
};
services.backups.restore = async (id) => {
  acts.push(`restore ${id}`);
  if (refusal !== undefined) throw refusal;
  return 'a';
};
const { url } = await listeningApp(t, { services, statusPageDir });
const page = await StatusPage.open(url);
t.teardown(async () => page.close());
await page.signIn(apiKey);

/** The name of a button in the row of the newest backup of "a". */
async function ofNewest(verb: string): Promise<string> {
  return String(await page.ask(`document.querySelector('tbody [aria-label^="${verb} the backup of a"]').getAttribute('aria-label')`));
}

await t.test('where there is no backup the page says so; one of all sessions is begun', async (t) => {
  await page.press('Backups');
  await page.says(/Next run: [^]+ \(0 3 \* \* \*\)\./);
  await page.says(/There is no backup yet/);
  await page.press('Back up all sessions');
  await page.says(/2 session\(s\) are backed up, one after the other/);
  kept = [
    backupOf('b', 4),
    backupOf('a', 3),
    backupOf('a', 2, { connected: null, encrypted: null, fault: 'It is cut short.' }),
    backupOf('a', 1),
  ];
  events.append('backup.created', 'b');
  await page.holds("document.querySelectorAll('tbody tr').length === 3");
  await page.says(/48 kB[^]*It is cut short\./);
  await page.press('Show older ones');
  await page.holds("document.querySelectorAll('tbody tr').length === 4");
  t.strictSame(await page.accessibilityFaults(), []);
  await page.picture('backups');
});

await t.test('one session is chosen, backed up and looked through', async () => {
  await page.page.select('select', 'a');
  await page.holds("document.querySelectorAll('tbody tr').length === 3");
  await page.press('Back up a');
  await page.says(/✓ a is backed up/);
  await page.holds("document.querySelectorAll('tbody tr').length === 3 && document.querySelector('tbody td').textContent.includes('9')");
  await page.press(await ofNewest('Verify'));
  await page.says(/✓ The backup of a of [^]* is well: 14 files, 2\.7 MB/);
  refusal = new BackupUnusable('x', 'a byte of it is not as it was');
  await page.press(await ofNewest('Verify'));
  await page.says(/✗ Backup "x" cannot be used: a byte of it is not as it was/);
  refusal = undefined;
});

await t.test('a backup is put back after a question in plain words: the session is stopped for it and started after it', async (t) => {
  await page.press(await ofNewest('Restore'));
  await page.says(/a is disconnected and stopped\. Then it gets the login that it had at [^]*, and is started\./);
  await page.says(/moves to the quarantine[^]*Nobody has to scan a code, unless the phone has unlinked that login/);
  t.strictSame(await page.accessibilityFaults(), []);
  await page.picture('restore-backup');
  t.strictSame(acts, []);
  await page.press('Restore');
  await page.says(/✓ a has its login of [^]* again, and is started/);
  t.strictSame(acts.splice(0), ['stop', 'restore 20261109T160000000Z-a', 'start']);
});

await t.test('a backup that is refused leaves the session running', async (t) => {
  refusal = new BackupUnusable('x', 'a byte of it is not as it was');
  await page.press(await ofNewest('Restore'));
  await page.press('Restore');
  await page.says(/Backup "x" cannot be used: a byte of it is not as it was/);
  await page.press('Cancel');
  t.strictSame(acts.splice(0), ['stop', 'restore 20261109T160000000Z-a', 'start']);
  services.sessions.stop(session.session_id);
  acts.length = 0;
  await page.goTo('#/sessions/a');
  await page.press(await whenThere('Restore'));
  await page.press('Restore');
  await page.says(/Backup "x" cannot be used/);
  await page.press('Cancel');
  t.strictSame(acts.splice(0), ['restore 20261109T160000000Z-a'], 'one that was stopped stays so');
  refusal = undefined;
});

await t.test('a session that was stopped for a backup is started again where nobody could be asked whether it has stopped', async (t) => {
  services.sessions.start(session.session_id);
  acts.length = 0;
  const get = services.sessions.get.bind(services.sessions);
  services.sessions.stop = (id) => {
    services.sessions.get = () => {
      services.sessions.get = get;
      throw new Error('not now');
    };
    return become(`stop ${id}`, { state: 'stopping', desired: 'stopped', status: 'disconnected' });
  };
  await page.press(await whenThere('Restore'));
  await page.press('Restore');
  await page.sees('dialog .fault:not(:empty)');
  await page.press('Cancel');
  t.strictSame(acts, ['stop a', 'start']);
});

await t.test('a backup is deleted after a question', async (t) => {
  await page.goTo('#/backups');
  await page.press(await whenThere('Delete'));
  await page.says(/is gone for good\. The session itself is not touched/);
  await page.press('Delete');
  await page.says(/✓ The backup of a of [^]* is deleted/);
  t.notOk(kept.some(({ id }) => id.startsWith('20261109')));
  t.strictSame(page.complaints, []);
});

async function whenThere(verb: string): Promise<string> {
  await page.sees(`tbody [aria-label^="${verb} the backup of a"]`);
  return ofNewest(verb);
}
