import type { Signal } from '@preact/signals';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { hashOf } from '../routing/location.ts';
import type { Selection, SortKey } from './selection.ts';
import { StatusBadge } from './status-badge.tsx';
import { agoOf, bytesOf } from './words.ts';

const columns: readonly (readonly [SortKey | undefined, string])[] = [
  ['session', 'Session'],
  ['user', 'User'],
  ['status', 'Status'],
  [undefined, 'Phone'],
  ['last_active', 'Last active'],
  ['connected_since', 'Connected since'],
  ['restarts', 'Restarts'],
  ['memory', 'Memory'],
  ['cpu', 'CPU'],
  [undefined, 'Actions'],
];

interface SessionTableProps {
  readonly sessions: readonly SessionView[];
  readonly selection: Signal<Selection>;
  readonly onActions: (sessionId: string) => void;
}

/** The sessions, a row each. */
export function SessionTable({ sessions, selection, onActions }: SessionTableProps) {
  const { sort, isDescending } = selection.value;
  const sortBy = (key: SortKey): void => {
    selection.value = { ...selection.value, sort: key, isDescending: key === sort && !isDescending };
  };
  return (
    <div class="table" role="region" aria-label="Sessions" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(([key, name]) => (
              <th key={name} scope="col" aria-sort={key === sort ? (isDescending ? 'descending' : 'ascending') : undefined}>
                {key === undefined ? (
                  name
                ) : (
                  <button type="button" class="sort" onClick={() => sortBy(key)}>
                    {name}
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <Row key={session.session_id} session={session} onActions={onActions} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ session, onActions }: { readonly session: SessionView; readonly onActions: (sessionId: string) => void }) {
  const { session_id: id, resources } = session;
  return (
    <tr>
      <th scope="row">
        <a href={hashOf({ view: 'session', sessionId: id })}>{session.instance_name ?? id}</a>
        {session.instance_name === null ? null : <small>{id}</small>}
      </th>
      <td>{session.user_id ?? '–'}</td>
      <td>
        <StatusBadge session={session} />
        {session.status === 'connected' || session.reason === null ? null : <small>{session.reason.message}</small>}
      </td>
      <td>{session.phone === null ? '–' : `+${session.phone}`}</td>
      <td title={session.last_active ?? ''}>{agoOf(session.last_active)}</td>
      <td title={session.connected_since ?? ''}>{agoOf(session.connected_since)}</td>
      <td class="number">{session.restarts}</td>
      <td class="number">{resources.processes === 0 ? '–' : bytesOf(resources.rss_bytes)}</td>
      <td class="number">{resources.processes === 0 ? '–' : `${resources.cpu_percent.toFixed(1)} %`}</td>
      <td>
        <button type="button" class="quiet small" aria-label={`Actions for ${id}`} onClick={() => onActions(id)}>
          Actions
        </button>
      </td>
    </tr>
  );
}
