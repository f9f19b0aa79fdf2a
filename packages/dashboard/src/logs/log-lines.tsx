import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';

/** Lines of the service's log; what a restoration says stands out. */
export function LogLines({ lines, label }: { readonly lines: readonly LogLine[]; readonly label: string }) {
  return (
    <ol class="log" tabIndex={0} aria-label={label}>
      {lines.map((line) => (
        <li key={line.seq} class={`${line.level} ${markOf(line)}`}>
          <time dateTime={line.time}>{line.time.slice(11, 23)}</time> <span class="level">{line.level}</span>{' '}
          {line.session_id === null ? '' : `[${line.session_id}] `}
          {line.message}
        </li>
      ))}
    </ol>
  );
}

function markOf({ message }: LogLine): string {
  if (message.startsWith('✓')) return 'good';
  if (message.startsWith('✗')) return 'bad';
  return message.startsWith('Session restoration complete') ? 'summary' : '';
}
