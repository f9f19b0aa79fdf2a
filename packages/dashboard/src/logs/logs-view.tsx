import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';
import type { Api } from '../api/api.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import { LogLines } from './log-lines.tsx';
import { filterLines, levels } from './log-filter.ts';
import type { LogFilter } from './log-filter.ts';
import { LogTail } from './log-tail.ts';

/** The service's log as it is written. */
export function LogsView({ api, sessions }: { readonly api: Api; readonly sessions: SessionStore }) {
  const tail = useMemo(() => new LogTail(api), [api]);
  useEffect(() => () => tail.close(), [tail]);
  const filter = useSignal<LogFilter>({ level: 'info', sessionId: '', search: '' });
  const lines = filterLines(tail.lines.value, filter.value);
  return (
    <>
      <div class="title-row">
        <h1>Service logs</h1>
        <div class="buttons">
          <button type="button" class="quiet" aria-pressed={tail.isPaused.value} onClick={() => tail.pause(!tail.isPaused.value)}>
            {tail.isPaused.value ? 'Go on' : 'Pause'}
          </button>
          <button type="button" class="quiet" onClick={() => download(lines.map(textOf))}>
            Download
          </button>
        </div>
      </div>
      <LogFilters filter={filter} sessions={sessions} />
      {tail.fault.value !== '' && (
        <p class="fault" role="alert">
          {tail.fault.value}
        </p>
      )}
      {lines.length === 0 ? (
        <p class="state">{tail.isLoaded.value ? 'No line fits.' : 'Loading the log …'}</p>
      ) : (
        <LogLines lines={lines} label="Service log" />
      )}
    </>
  );
}

function LogFilters({ filter, sessions }: { readonly filter: Signal<LogFilter>; readonly sessions: SessionStore }) {
  const change = (patch: Partial<LogFilter>): void => {
    filter.value = { ...filter.value, ...patch };
  };
  return (
    <search class="filters">
      <label>
        Search
        <input type="search" value={filter.value.search} onInput={({ currentTarget }) => change({ search: currentTarget.value })} />
      </label>
      <label>
        Level
        <select value={filter.value.level} onChange={({ currentTarget }) => change({ level: currentTarget.value })}>
          {levels.map((level) => (
            <option key={level} value={level}>
              {level} and above
            </option>
          ))}
        </select>
      </label>
      <label>
        Session
        <select value={filter.value.sessionId} onChange={({ currentTarget }) => change({ sessionId: currentTarget.value })}>
          <option value="">all</option>
          {[...sessions.all.value.keys()].map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </label>
    </search>
  );
}

function textOf({ time, level, session_id: id, message }: LogLine): string {
  return `${time} ${level} ${id === null ? '' : `[${id}] `}${message}`;
}

function download(lines: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([`${lines.join('\n')}\n`], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'whatsapp-service.log';
  link.click();
  URL.revokeObjectURL(url);
}
