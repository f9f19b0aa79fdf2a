import { useSignal } from '@preact/signals';
import type { DriftView } from '@whatsapp-service/shared/api/drift-view.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import type { Api } from '../api/api.ts';
import { ConfirmDialog } from '../dialogs/confirm-dialog.tsx';
import { useAsked } from '../session/use-asked.ts';
import { timeOf } from '../sessions/words.ts';

/** How the list of sessions and the sessions differ. */
export function Drift({ api, directory }: { readonly api: Api; readonly directory: ServiceInfo['directory'] }) {
  const { not_listed: filesOnly, malformed } = directory;
  if (directory.source === 'embedded' && filesOnly.length === 0 && malformed.length === 0) return null;
  return (
    <section>
      <h2>Drift</h2>
      {directory.source === 'django' && <FromDjango api={api} />}
      {filesOnly.length > 0 && <List lines={filesOnly.map((id) => `${id}: its files are here, and nobody lists it. It is left alone.`)} />}
      {malformed.length > 0 && <List lines={malformed} />}
    </section>
  );
}

/** What Django says now, and making the sessions agree with it. */
function FromDjango({ api }: { readonly api: Api }) {
  const { answer, fault, again } = useAsked(async () => api.drift(), []);
  const isAsking = useSignal(false);
  const outcome = useSignal('');
  const drift = answer.value;
  const isThere = drift !== undefined && drift.to_start.length + drift.to_end.length > 0;
  const act = async (): Promise<void> => {
    const { to_start: started, to_end: ended } = await api.reconcile();
    outcome.value = `✓ ${started.length} started, ${ended.length} ended.`;
    again();
  };
  return (
    <>
      {fault.value !== '' && <p class="fault">{fault.value}</p>}
      {drift !== undefined && <Differences drift={drift} />}
      <div class="buttons wrap">
        <button type="button" class="quiet small" onClick={again}>
          Ask Django again
        </button>
        {isThere && api.may({ scope: 'admin', isWhole: true }) && (
          <button type="button" class="small" onClick={() => (isAsking.value = true)}>
            Reconcile
          </button>
        )}{' '}
        <span role="status">{outcome.value}</span>
      </div>
      {isAsking.value && drift !== undefined && (
        <ConfirmDialog
          title="Reconcile with Django?"
          text={questionOf(drift)}
          verb="Reconcile"
          isGrave={drift.to_end.length > 0}
          act={act}
          onClose={() => (isAsking.value = false)}
        />
      )}
    </>
  );
}

function Differences({ drift }: { readonly drift: DriftView }) {
  const { to_start: starts, to_end: ends, left_alone: leftAlone, checked_at: checked, listed } = drift;
  return (
    <>
      <p>
        Django lists {listed} session(s) ({timeOf(checked)}).{starts.length + ends.length === 0 && ' They are those that are here.'}
      </p>
      <List
        lines={[
          ...starts.map((session) => `${nameOf(session)}: Django lists it, and it does not run here.`),
          ...ends.map((session) => `${nameOf(session)}: it is here (${session.status}), and Django does not list it.`),
          ...leftAlone.map((id) => `${id}: Django does not list it; it is new or not linked yet, and stays as it is.`),
        ]}
      />
    </>
  );
}

function List({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** What Reconcile does, before it is done. */
function questionOf({ to_start: starts, to_end: ends }: DriftView): string {
  const begins = starts.length === 0 ? [] : [`These are started: ${starts.map(nameOf).join(', ')}.`];
  const stops =
    ends.length === 0
      ? []
      : [
          `These are disconnected: ${ends.map(nameOf).join(', ')}. They stay linked and keep their files; Django can list them again at any time.`,
        ];
  return [...begins, ...stops, 'Django is asked once more before.'].join(' ');
}

function nameOf({ session_id: id, instance_name: name }: { readonly session_id: string; readonly instance_name: string | null }): string {
  return name === null ? id : `${name} (${id})`;
}
