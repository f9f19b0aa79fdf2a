import type { EndMode } from '@whatsapp-service/shared/api/restart-view.ts';
import type { RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';

export interface EstimateFacts {
  readonly mode: EndMode;
  readonly activeSessions: number;
  /** How many sessions start at the same time. */
  readonly concurrency: number;
  /** The last restorations, newest first. */
  readonly reports: readonly RestorationReport[];
}

/** Where nothing was measured: a start of the process, and one session's start; a slow machine with a real page takes about so long. */
const bootSeconds = 3;
const startSeconds = 8;
/** Eight sessions are ended at once, each within so long (measured: 0.5 to 1.5 s). */
const stopSeconds = 2;
const stoppedAtOnce = 8;

/** In how many seconds everything is as before: measured at the last restart of the kind and scaled by the number of sessions, at least 1. */
export function expectedSeconds(facts: EstimateFacts): number {
  const seconds = facts.mode === 'handover' ? handoverSeconds(facts) : fullSeconds(facts);
  return Math.max(1, Math.ceil(seconds));
}

function handoverSeconds({ reports }: EstimateFacts): number {
  for (const { service_stopped_at: stopped, began_at: began, sessions } of reports) {
    const isHandover = sessions.length > 0 && sessions.every((session) => session.adopted);
    if (isHandover && stopped !== null) return (Date.parse(began) - Date.parse(stopped)) / 1_000;
  }
  return bootSeconds;
}

function fullSeconds({ reports, activeSessions, concurrency }: EstimateFacts): number {
  if (activeSessions === 0) return bootSeconds;
  const stop = stopSeconds * Math.ceil(activeSessions / stoppedAtOnce);
  for (const { service_started_at: started, last_connected_at: connected, sessions } of reports) {
    const count = sessions.filter((session) => session.outcome === 'restored' && !session.adopted).length;
    if (count === 0 || connected === null) continue;
    const measured = (Date.parse(connected) - Date.parse(started)) / 1_000;
    // The start of the process is in it, which does not grow with the sessions; nor does it shrink.
    return stop + measured * Math.max(1, activeSessions / count);
  }
  return stop + bootSeconds + startSeconds * Math.ceil(activeSessions / concurrency);
}
