import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import Table from 'cli-table3';
import type { Screen } from './screen.ts';

/** What became of a session at the restart. */
export interface SessionRow {
  readonly session: SessionView;
  /** From the start of the service's process; null when it is not connected. */
  readonly connectedAfterMs: number | null;
  /** How many QR codes it has offered since. */
  readonly qrCodes: number;
}

/** Whether the session is connected again, and nobody had to scan anything for it. */
export function isBack({ session, qrCodes }: SessionRow): boolean {
  return session.status === 'connected' && qrCodes === 0;
}

/** The sessions as a table. */
export function sessionTable(rows: readonly SessionRow[], screen: Screen): string {
  const table = new Table({
    head: ['Session', 'User', 'Instance', 'Phone', 'Status', 'QR codes', 'Connected after'],
    colAligns: ['left', 'right', 'left', 'left', 'left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) {
    const { session, connectedAfterMs, qrCodes } = row;
    const status = session.reason === null ? session.status : `${session.status} (${session.reason.code})`;
    table.push([
      session.session_id,
      String(session.user_id ?? ''),
      session.instance_name ?? '',
      session.phone === null ? '' : maskedNumber(session.phone),
      screen.paint(isBack(row) ? 'green' : 'red', status),
      String(qrCodes),
      connectedAfterMs === null ? '–' : `${connectedAfterMs} ms`,
    ]);
  }
  return table.toString();
}

/** A phone number that can be recognised by who knows it, and not be called by who does not. */
export function maskedNumber(digits: string): string {
  return `+${digits.slice(0, 4)}${'•'.repeat(Math.max(0, digits.length - 8))}${digits.slice(4).slice(-4)}`;
}
