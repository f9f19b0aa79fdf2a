import { useSignal, useSignalEffect } from '@preact/signals';
import { sentenceOf } from '../api/problem.ts';
import { takeTexts } from '../dialogs/form-texts.ts';
import { Dialog } from '../dialogs/dialog.tsx';
import { DialogEnd } from '../dialogs/dialog-end.tsx';
import type { Parts } from '../parts.ts';
import { QrPanel } from './qr-panel.tsx';
import { StatusBadge } from './status-badge.tsx';

interface ConnectDialogProps {
  readonly parts: Parts;
  readonly onClose: () => void;
}

/** Creates a session and shows its code; closes by itself once the phone is linked. */
export function ConnectDialog({ parts, onClose }: ConnectDialogProps) {
  const created = useSignal<string | undefined>(undefined);
  const session = created.value === undefined ? undefined : parts.sessions.all.value.get(created.value);
  useSignalEffect(() => {
    const id = created.value;
    if (id !== undefined && parts.sessions.all.value.get(id)?.status === 'connected') queueMicrotask(onClose);
  });
  return (
    <Dialog title="Connect an account" onClose={onClose}>
      {session === undefined ? (
        <NewSessionForm parts={parts} onClose={onClose} onCreated={(id) => (created.value = id)} />
      ) : (
        <>
          <p>
            {session.session_id} <StatusBadge session={session} />
          </p>
          {session.status === 'qr_required' ? (
            <QrPanel parts={parts} session={session} />
          ) : (
            <p class="state">{session.reason?.message ?? 'One moment …'}</p>
          )}
          <div class="buttons">
            <button type="button" class="quiet" onClick={onClose}>
              Close
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}

interface NewSessionFormProps extends ConnectDialogProps {
  readonly onCreated: (sessionId: string) => void;
}

function NewSessionForm({ parts, onClose, onCreated }: NewSessionFormProps) {
  const fault = useSignal('');
  const prefix = parts.api.rights.value?.session_prefix ?? null;
  const submit = async (event: SubmitEvent): Promise<void> => {
    const { session_id: sessionId = '', user_id: user, instance_name: name } = takeTexts(event);
    try {
      const input = { session_id: sessionId, user_id: user || null, instance_name: name || null };
      parts.sessions.put(await parts.api.create(input));
      onCreated(sessionId);
    } catch (error) {
      fault.value = sentenceOf(error);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <label for="new-session-id">Session id</label>
      <input id="new-session-id" name="session_id" required maxLength={64} pattern="[A-Za-z0-9_\-]+" placeholder="user_1_instance_main" />
      <p class="hint">Letters, digits, “_” and “-”.{prefix !== null && ` Your key is for ids that begin with “${prefix}”.`}</p>
      <label for="new-session-user">User (optional)</label>
      <input id="new-session-user" name="user_id" maxLength={128} />
      <label for="new-session-name">Name (optional)</label>
      <input id="new-session-name" name="instance_name" maxLength={128} />
      <DialogEnd fault={fault.value} onClose={onClose}>
        <button type="submit">Show the code</button>
      </DialogEnd>
    </form>
  );
}
