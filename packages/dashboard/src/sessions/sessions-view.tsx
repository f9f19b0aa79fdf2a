import { useComputed, useSignal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { Allowed } from '../access/allowed.tsx';
import type { Parts } from '../parts.ts';
import { ActionsDialog } from './actions-dialog.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { Filters } from './filters.tsx';
import { select } from './selection.ts';
import type { Selection } from './selection.ts';
import { SessionTable } from './session-table.tsx';

const initial: Selection = { search: '', status: 'all', sort: 'status', isDescending: false };

/** All sessions: which there are, how they are, what can be done. */
export function SessionsView({ parts }: { readonly parts: Parts }) {
  const { sessions } = parts;
  const selection = useSignal(initial);
  const actionsOf = useSignal<string | undefined>(undefined);
  const isConnecting = useSignal(false);
  const shown = useComputed(() => select(sessions.all.value.values(), selection.value));
  return (
    <>
      <div class="title-row">
        <h1>Active sessions</h1>
        <Allowed api={parts.api} need={{ scope: 'manage' }} without="Accounts are not connected here">
          <button type="button" onClick={() => (isConnecting.value = true)}>
            Connect an account
          </button>
        </Allowed>
      </div>
      <Filters selection={selection} sessions={sessions} shown={shown.value.length} />
      <Content parts={parts} selection={selection} shown={shown} actionsOf={actionsOf} />
      <Dialogs parts={parts} actionsOf={actionsOf} isConnecting={isConnecting} />
    </>
  );
}

interface ContentProps {
  readonly parts: Parts;
  readonly selection: Signal<Selection>;
  readonly shown: ReadonlySignal<SessionView[]>;
  readonly actionsOf: Signal<string | undefined>;
}

function Content({ parts: { sessions }, selection, shown, actionsOf }: ContentProps) {
  if (!sessions.isLoaded.value) {
    return sessions.fault.value === '' ? (
      <p class="state">Loading the sessions …</p>
    ) : (
      <p class="state fault" role="alert">
        The sessions could not be loaded: {sessions.fault.value}
      </p>
    );
  }
  if (sessions.all.value.size === 0) {
    return <p class="state">There is no session yet. “Connect an account” links the first one.</p>;
  }
  if (shown.value.length === 0) return <p class="state">No session fits the search and the filter.</p>;
  return <SessionTable sessions={shown.value} selection={selection} onActions={(id) => (actionsOf.value = id)} />;
}

interface DialogsProps {
  readonly parts: Parts;
  readonly actionsOf: Signal<string | undefined>;
  readonly isConnecting: Signal<boolean>;
}

function Dialogs({ parts, actionsOf, isConnecting }: DialogsProps) {
  const chosen = actionsOf.value === undefined ? undefined : parts.sessions.all.value.get(actionsOf.value);
  return (
    <>
      {chosen !== undefined && <ActionsDialog parts={parts} session={chosen} onClose={() => (actionsOf.value = undefined)} />}
      {isConnecting.value && <ConnectDialog parts={parts} onClose={() => (isConnecting.value = false)} />}
    </>
  );
}
