import { useSignal } from '@preact/signals';
import type { ManagedKeyView } from '@whatsapp-service/shared/api/managed-key-view.ts';
import type { Api } from '../api/api.ts';
import { ConfirmDialog } from '../dialogs/confirm-dialog.tsx';
import { useAsked } from '../session/use-asked.ts';
import { agoOf, timeOf } from '../sessions/words.ts';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { TableHead } from '../tables/table-head.tsx';

/** Who may ask the service for what. */
export function KeysView({ api }: { readonly api: Api }) {
  const { answer, fault, again } = useAsked(async () => api.keys(), []);
  const isMaking = useSignal(false);
  const revoked = useSignal<ManagedKeyView | undefined>(undefined);
  const keys = answer.value?.keys;
  return (
    <>
      <div class="title-row">
        <h1>Keys</h1>
        <button type="button" onClick={() => (isMaking.value = true)}>
          Make a key
        </button>
      </div>
      <p class="hint">
        One for each program or team that uses the service. The keys of API_KEYS stand in the settings alone; they may do everything.
      </p>
      {fault.value !== '' && (
        <p class="fault" role="alert">
          {fault.value}
        </p>
      )}
      {keys === undefined && fault.value === '' && <p class="state">Loading the keys …</p>}
      {keys?.length === 0 && <p class="state">There is none yet.</p>}
      {keys !== undefined && keys.length > 0 && <KeyTable keys={keys} onRevoke={(key) => (revoked.value = key)} />}
      {isMaking.value && <NewKeyDialog api={api} onMade={again} onClose={() => (isMaking.value = false)} />}
      {revoked.value !== undefined && (
        <RevokeDialog api={api} revoked={revoked.value} onDone={again} onClose={() => (revoked.value = undefined)} />
      )}
    </>
  );
}

interface RevokeDialogProps {
  readonly api: Api;
  readonly revoked: ManagedKeyView;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function RevokeDialog({ api, revoked: { id, name }, onDone, onClose }: RevokeDialogProps) {
  const revoke = async (): Promise<void> => {
    await api.revokeKey(id);
    onDone();
  };
  return (
    <ConfirmDialog
      title={`Revoke “${name}”?`}
      text="From now on the service refuses this key: programs that use it get nothing any more, and browsers that signed in with it are signed out. It cannot be taken back."
      verb="Revoke"
      isGrave
      act={revoke}
      onClose={onClose}
    />
  );
}

interface KeyTableProps {
  readonly keys: readonly ManagedKeyView[];
  readonly onRevoke: (key: ManagedKeyView) => void;
}

function KeyTable({ keys, onRevoke }: KeyTableProps) {
  return (
    <div class="table" role="region" aria-label="Keys" tabIndex={0}>
      <table>
        <TableHead names={['Name', 'May', 'Sessions', 'Made', 'Good until', 'Last used', 'Actions']} />
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <th scope="row">
                {key.name}
                <small>{key.id}</small>
              </th>
              <td>{key.scopes.join(', ')}</td>
              <td>{key.session_prefix === null ? 'all' : `${key.session_prefix}…`}</td>
              <td>{timeOf(key.created_at)}</td>
              <td>{endOf(key)}</td>
              <td>{key.last_used_at === null ? 'never' : agoOf(key.last_used_at)}</td>
              <td>
                <button type="button" class="quiet small" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
                  Revoke
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function endOf({ expires_at: end }: ManagedKeyView): string {
  if (end === null) return 'it is revoked';
  return Date.parse(end) > Date.now() ? timeOf(end) : `${timeOf(end)}: it has expired`;
}
