import { useSignal } from '@preact/signals';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { Dialog } from '../dialogs/dialog.tsx';
import type { Parts } from '../parts.ts';
import { CommandButtons } from './command-buttons.tsx';
import { QrPanel } from './qr-panel.tsx';
import { StatusBadge } from './status-badge.tsx';

interface ActionsDialogProps {
  readonly parts: Parts;
  readonly session: SessionView;
  readonly onClose: () => void;
}

/** What can be done to one session. */
export function ActionsDialog({ parts, session, onClose }: ActionsDialogProps) {
  const isCopied = useSignal(false);
  const { session_id: id } = session;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(id);
    isCopied.value = true;
  };
  return (
    <Dialog title={session.instance_name ?? id} onClose={onClose}>
      <p>
        <StatusBadge session={session} /> {session.reason?.message}
      </p>
      {session.status === 'qr_required' && <QrPanel parts={parts} session={session} />}
      <div class="buttons wrap">
        <CommandButtons parts={parts} session={session} />
        <button type="button" class="quiet small" onClick={() => void copy().catch(() => undefined)}>
          {isCopied.value ? 'Copied' : 'Copy id'}
        </button>
      </div>
      <div class="buttons">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
