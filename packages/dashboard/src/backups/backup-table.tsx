import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import { sentenceOf } from '../api/problem.ts';
import { ConfirmDialog } from '../dialogs/confirm-dialog.tsx';
import type { Parts } from '../parts.ts';
import { bytesOf, timeOf } from '../sessions/words.ts';
import type { BackupList } from './backup-list.ts';
import { putBack, questionOf } from './put-back.ts';
import { TableHead } from '../tables/table-head.tsx';

interface BackupTableProps {
  readonly parts: Parts;
  readonly list: BackupList;
  readonly outcome: Signal<string>;
}

interface Chosen {
  readonly backup: BackupView;
  readonly action: 'restore' | 'delete';
}

/** Backups, a row each, with what can be done with them. */
export function BackupTable({ parts, list, outcome }: BackupTableProps) {
  const chosen = useSignal<Chosen | undefined>(undefined);
  const backups = list.backups.value;
  if (backups === undefined) return list.fault.value === '' ? <p class="state">Loading the backups …</p> : null;
  if (backups.length === 0) return <p class="state">There is no backup yet.</p>;
  return (
    <>
      <div class="table" role="region" aria-label="Backups" tabIndex={0}>
        <table>
          <TableHead names={['Session', 'Made', 'Size', 'Then', 'Encrypted', 'Actions']} />
          <tbody>
            {backups.map((backup) => (
              <Row
                key={backup.id}
                parts={parts}
                backup={backup}
                outcome={outcome}
                choose={(action) => (chosen.value = { backup, action })}
              />
            ))}
          </tbody>
        </table>
      </div>
      {list.hasMore.value && (
        <p>
          <button type="button" class="quiet" onClick={() => void list.more()}>
            Show older ones
          </button>
        </p>
      )}
      {chosen.value !== undefined && (
        <Question parts={parts} list={list} chosen={chosen.value} outcome={outcome} onClose={() => (chosen.value = undefined)} />
      )}
    </>
  );
}

interface RowProps {
  readonly parts: Parts;
  readonly backup: BackupView;
  readonly outcome: Signal<string>;
  readonly choose: (action: Chosen['action']) => void;
}

function Row({ parts, backup, outcome, choose }: RowProps) {
  const { id, session_id: sessionId, created_at: createdAt, bytes, connected, encrypted, fault } = backup;
  const nameOf = (verb: string): string => `${verb} the backup of ${sessionId} of ${timeOf(createdAt)}`;
  const verify = async (): Promise<void> => {
    outcome.value = `The backup of ${sessionId} is read to its end …`;
    try {
      const { files, content_bytes: contentBytes } = await parts.api.verifyBackup(id);
      outcome.value = `✓ The backup of ${sessionId} of ${timeOf(createdAt)} is well: ${files} files, ${bytesOf(contentBytes)}.`;
    } catch (error) {
      outcome.value = `✗ ${sentenceOf(error)}`;
    }
  };
  return (
    <tr>
      <th scope="row">
        {sessionId}
        {fault === null ? null : <small class="bad">{fault}</small>}
      </th>
      <td>{timeOf(createdAt)}</td>
      <td class="number">{bytesOf(bytes)}</td>
      <td>{connected === null ? '–' : connected ? 'connected' : 'not connected'}</td>
      <td>{encrypted === null ? '–' : encrypted ? 'yes' : 'no'}</td>
      <td>
        {parts.api.may({ scope: 'admin', isWhole: true }) && (
          <div class="buttons wrap">
            <button type="button" class="quiet small" aria-label={nameOf('Verify')} onClick={() => void verify()}>
              Verify
            </button>
            <button type="button" class="quiet small" aria-label={nameOf('Restore')} onClick={() => choose('restore')}>
              Restore
            </button>
            <button type="button" class="quiet small" aria-label={nameOf('Delete')} onClick={() => choose('delete')}>
              Delete
            </button>
          </div>
        )}
      </td>
    </tr>
  );
}

interface QuestionProps extends BackupTableProps {
  readonly chosen: Chosen;
  readonly onClose: () => void;
}

function Question({ parts, list, outcome, chosen: { backup, action }, onClose }: QuestionProps) {
  const { session_id: sessionId } = backup;
  const restore = async (): Promise<void> => {
    parts.sessions.put(await putBack(parts.api, backup));
    outcome.value = `✓ ${sessionId} has its login of ${timeOf(backup.created_at)} again, and is started.`;
  };
  const remove = async (): Promise<void> => {
    await parts.api.removeBackup(backup.id);
    outcome.value = `✓ The backup of ${sessionId} of ${timeOf(backup.created_at)} is deleted.`;
    await list.refresh();
  };
  return action === 'restore' ? (
    <ConfirmDialog
      title={`Restore ${sessionId}?`}
      text={questionOf(backup, parts.sessions.all.value.get(sessionId))}
      verb="Restore"
      isGrave
      act={restore}
      onClose={onClose}
    />
  ) : (
    <ConfirmDialog
      title="Delete the backup?"
      text={`The backup of ${sessionId} of ${timeOf(backup.created_at)} is gone for good. The session itself is not touched.`}
      verb="Delete"
      isGrave
      act={remove}
      onClose={onClose}
    />
  );
}
