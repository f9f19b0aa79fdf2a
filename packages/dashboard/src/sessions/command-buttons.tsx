import { useSignal } from '@preact/signals';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { Allowed } from '../access/allowed.tsx';
import { ConfirmDialog } from '../dialogs/confirm-dialog.tsx';
import type { Parts } from '../parts.ts';
import { commands } from './commands.ts';
import type { Command } from './commands.ts';

/** What can be done to a session now, each after a question. */
export function CommandButtons({ parts, session }: { readonly parts: Parts; readonly session: SessionView }) {
  const chosen = useSignal<Command | undefined>(undefined);
  const { session_id: id } = session;
  const command = chosen.value;
  return (
    <Allowed api={parts.api} need={{ scope: 'manage' }} without="It is not started, stopped or linked here">
      {commands
        .filter(({ isOffered }) => isOffered(session))
        .map((each) => (
          <button key={each.name} type="button" class="quiet small" aria-label={`${each.name} ${id}`} onClick={() => (chosen.value = each)}>
            {each.name}
          </button>
        ))}
      {command !== undefined && (
        <ConfirmDialog
          title={`${command.name} ${id}?`}
          text={command.text(session)}
          verb={command.name}
          isGrave={command.isGrave}
          act={async () => parts.sessions.put(await command.act(parts.api, id))}
          onClose={() => (chosen.value = undefined)}
        />
      )}
    </Allowed>
  );
}
