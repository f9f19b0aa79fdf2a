import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { waitFor } from '../service/wait-for.ts';
import { people } from './cast.ts';
import { eventsOf } from './exchange-messages.ts';
import type { Screen } from './screen.ts';
import type { SessionRow } from './session-table.ts';
import type { Stage } from './stage.ts';

const restoreTimeoutMs = 120_000;
const restorationLine = /^[✓✗] .*session/iu;
const completeLine = /^Session restoration complete: /;

/** Stops the process, and says so where that was not clean. */
export async function stopService(stage: Stage, screen: Screen): Promise<void> {
  await screen.during('The service is stopped (SIGTERM): it ends its sessions and exits', async () => {
    if (await stage.service.stop()) return;
    throw new Error(`The service did not stop cleanly. The end of its log:\n${stage.service.log.tail(15)}`);
  });
}

/** Starts the process again, shows what it says of the restoration, and resolves to what became of each session. */
export async function restartService(stage: Stage, screen: Screen, signal: AbortSignal): Promise<SessionRow[]> {
  await screen.during('The service is started again', async () => stage.startService(signal));
  await screen.during('It brings the sessions back', async (update) => {
    let shown = 0;
    await waitFor(
      () => {
        const lines = stage.service.log.messages.filter((message) => restorationLine.test(message) || completeLine.test(message));
        for (const line of lines.slice(shown)) screen.say(`    ${painted(screen, line)}`);
        shown = lines.length;
        update(`It brings the sessions back (${Math.min(shown, people.length)} of ${people.length})`);
        return lines.find((line) => completeLine.test(line));
      },
      { what: 'The end of the restoration', timeoutMs: restoreTimeoutMs, signal: AbortSignal.any([signal, stage.service.lost]) },
    );
  });
  return rowsOf(stage, signal);
}

function painted(screen: Screen, line: string): string {
  if (completeLine.test(line)) return screen.paint('bold', line);
  return screen.paint(line.startsWith('✓') ? 'green' : 'red', line);
}

async function rowsOf(stage: Stage, signal: AbortSignal): Promise<SessionRow[]> {
  const { sessions } = await stage.api.get<{ sessions: SessionView[] }>('/api/v1/sessions', signal);
  const { started_at: startedAt } = await stage.api.get<{ started_at: string }>('/api/v1/service', signal);
  const codes = await eventsOf(stage, 'types=session.qr', signal);
  return sessions.map((session) => ({
    session,
    connectedAfterMs: session.connected_since === null ? null : Date.parse(session.connected_since) - Date.parse(startedAt),
    qrCodes: codes.filter((event) => event.session_id === session.session_id && event.time >= startedAt).length,
  }));
}
