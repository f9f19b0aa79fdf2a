import { logLineLevels } from '@whatsapp-service/shared/api/log-line.ts';
import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';

export const levels = ['debug', 'info', 'warn', 'error'] as const;
const order: readonly string[] = logLineLevels;

/** Which lines a person wants to see; an empty text is no condition. */
export interface LogFilter {
  readonly level: string;
  readonly sessionId: string;
  readonly search: string;
}

/** The lines that a filter leaves. A restoration's ✓ and ✗ lines name their session only in their text. */
export function filterLines(lines: readonly LogLine[], { level, sessionId, search }: LogFilter): LogLine[] {
  const lowest = order.indexOf(level);
  const wanted = search.toLowerCase();
  return lines.filter(
    (line) =>
      order.indexOf(line.level) >= lowest &&
      (sessionId === '' || line.session_id === sessionId) &&
      (wanted === '' || `${line.session_id ?? ''} ${line.message}`.toLowerCase().includes(wanted)),
  );
}
