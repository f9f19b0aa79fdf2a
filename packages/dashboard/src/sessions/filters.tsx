import type { Signal } from '@preact/signals';
import { sessionStatuses } from '@whatsapp-service/shared/session/session-status.ts';
import type { Selection, StatusFilter } from './selection.ts';
import type { SessionStore } from './session-store.ts';
import { statusWords } from './words.ts';

interface FiltersProps {
  readonly selection: Signal<Selection>;
  readonly sessions: SessionStore;
  readonly shown: number;
}

/** Search and status, with how many sessions there are of each. */
export function Filters({ selection, sessions, shown }: FiltersProps) {
  const all = [...sessions.all.value.values()];
  const countOf = (status: StatusFilter): number => (status === 'all' ? all.length : all.filter((each) => each.status === status).length);
  return (
    <search class="filters">
      <label>
        Search
        <input
          type="search"
          value={selection.value.search}
          placeholder="session, user, phone, name"
          onInput={({ currentTarget }) => (selection.value = { ...selection.value, search: currentTarget.value })}
        />
      </label>
      <label>
        Status
        <select
          value={selection.value.status}
          onChange={({ currentTarget }) => (selection.value = { ...selection.value, status: currentTarget.value as StatusFilter })}
        >
          <option value="all">All ({countOf('all')})</option>
          {sessionStatuses.map((status) => (
            <option key={status} value={status}>
              {statusWords[status]} ({countOf(status)})
            </option>
          ))}
        </select>
      </label>
      <output aria-live="polite">
        {shown} of {all.length}
      </output>
    </search>
  );
}
