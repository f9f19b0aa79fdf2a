import { useSignal } from '@preact/signals';
import { Allowed } from '../access/allowed.tsx';
import { BackupTable } from '../backups/backup-table.tsx';
import { MakeButton } from '../backups/backups-view.tsx';
import { useBackupList } from '../backups/use-backup-list.ts';
import type { Parts } from '../parts.ts';

/** The copies of one session's login. */
export function SessionBackups({ parts, sessionId }: { readonly parts: Parts; readonly sessionId: string }) {
  return (
    <section>
      <h2>Backups</h2>
      <Allowed api={parts.api} need={{ scope: 'read', isWhole: true }} without="Backups are not shown">
        <Shown parts={parts} sessionId={sessionId} />
      </Allowed>
    </section>
  );
}

function Shown({ parts, sessionId }: { readonly parts: Parts; readonly sessionId: string }) {
  const outcome = useSignal('');
  const list = useBackupList(parts, sessionId);
  return (
    <>
      {parts.api.may({ scope: 'admin', isWhole: true }) && <MakeButton parts={parts} sessionId={sessionId} outcome={outcome} />}
      <p role="status">{outcome.value}</p>
      {list.fault.value !== '' && <p class="fault">{list.fault.value}</p>}
      <BackupTable parts={parts} list={list} outcome={outcome} />
    </>
  );
}
