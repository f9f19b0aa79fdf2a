import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { bytes, table } from './format.ts';
import type { Terminal } from './terminal.ts';

const colours = { connected: 'green', qr_required: 'yellow', connecting: 'cyan', disconnected: 'red' } as const;
const statusColumn = 3;

/** The sessions as lines for people. */
export function sessionTable(sessions: readonly SessionView[], terminal: Terminal): string {
  const head = ['SESSION', 'USER', 'INSTANCE', 'STATUS', 'PHONE', 'LAST ACTIVE', 'RESTARTS', 'MEMORY', 'CPU', 'REASON'];
  const rows = sessions.map((session) => [
    session.session_id,
    String(session.user_id ?? ''),
    session.instance_name ?? '',
    session.status,
    session.phone ?? '',
    session.last_active ?? '',
    String(session.restarts),
    bytes(session.resources.rss_bytes),
    `${session.resources.cpu_percent} %`,
    session.reason?.code ?? '',
  ]);
  return table(head, rows, (column, cell) => (column === statusColumn && isStatus(cell) ? terminal.paint(colours[cell], cell) : cell));
}

/** All that is known of one session. */
export function sessionFacts(session: SessionView): [string, string][] {
  const { resources } = session;
  return [
    ['Session', session.session_id],
    ['User', String(session.user_id ?? '–')],
    ['Instance', session.instance_name ?? '–'],
    ['Status', `${session.status} (${session.state}), is to be ${session.desired}`],
    ['Reason', session.reason === null ? '–' : `${session.reason.message} (${session.reason.code})`],
    ['Phone', session.phone ?? '–'],
    ['Name', session.push_name ?? '–'],
    ['Last active', session.last_active ?? '–'],
    ['Connected since', session.connected_since ?? '–'],
    ['Restarts', String(session.restarts)],
    ['Resources', `${bytes(resources.rss_bytes)} memory, ${resources.cpu_percent} % CPU, ${resources.processes} processes`],
    ['Profile', resources.profile_bytes === null ? 'not measured yet' : bytes(resources.profile_bytes)],
  ];
}

function isStatus(text: string): text is SessionView['status'] {
  return text in colours;
}
