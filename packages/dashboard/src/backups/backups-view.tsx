import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { Allowed } from '../access/allowed.tsx';
import { sentenceOf } from '../api/problem.ts';
import type { Parts } from '../parts.ts';
import { BackupTable } from './backup-table.tsx';
import { Schedule } from './schedule.tsx';
import { useBackupList } from './use-backup-list.ts';

/** The copies of the sessions' logins: which there are, making them, checking them, putting one back. */
export function BackupsView({ parts }: { readonly parts: Parts }) {
  const sessionId = useSignal('');
  const outcome = useSignal('');
  const list = useBackupList(parts, sessionId.value);
  const info = parts.service.info.value;
  return (
    <>
      <div class="title-row">
        <h1>Backups</h1>
        <button type="button" class="quiet" onClick={() => void list.refresh()}>
          Refresh
        </button>
      </div>
      <p class="hint">
        A backup is a copy of one session’s login, made while the session goes on. It brings the session back without a code to scan.
      </p>
      {info !== undefined && <Schedule backups={info.backups} />}
      <search class="filters">
        <SessionChoice parts={parts} chosen={sessionId} />
        <Allowed api={parts.api} need={{ scope: 'admin', isWhole: true }} without="Backups are not made, checked or restored here">
          <MakeButton parts={parts} sessionId={sessionId.value} outcome={outcome} />
        </Allowed>
      </search>
      <p role="status">{outcome.value}</p>
      {list.fault.value !== '' && (
        <p class="fault" role="alert">
          {list.fault.value}
        </p>
      )}
      <BackupTable parts={parts} list={list} outcome={outcome} />
    </>
  );
}

function SessionChoice({ parts, chosen }: { readonly parts: Parts; readonly chosen: Signal<string> }) {
  return (
    <label>
      Session
      <select value={chosen.value} onChange={({ currentTarget }) => (chosen.value = currentTarget.value)}>
        <option value="">all</option>
        {[...parts.sessions.all.value.keys()].toSorted().map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Backs up the chosen session, or all of them. */
export function MakeButton({
  parts,
  sessionId,
  outcome,
}: {
  readonly parts: Parts;
  readonly sessionId: string;
  readonly outcome: Signal<string>;
}) {
  const isBusy = useSignal(false);
  const make = async (): Promise<string> => {
    if (sessionId !== '') {
      await parts.api.backUp(sessionId);
      return `✓ ${sessionId} is backed up.`;
    }
    const { sessions } = await parts.api.backUpAll();
    return sessions === 0
      ? 'No session is linked: there is nothing to back up.'
      : `${sessions} session(s) are backed up, one after the other.`;
  };
  const act = async (): Promise<void> => {
    isBusy.value = true;
    outcome.value = 'The backup is being made …';
    outcome.value = await make().catch((error: unknown) => `✗ ${sentenceOf(error)}`);
    isBusy.value = false;
  };
  return (
    <button type="button" disabled={isBusy.value} onClick={() => void act()}>
      {sessionId === '' ? 'Back up all sessions' : `Back up ${sessionId}`}
    </button>
  );
}
