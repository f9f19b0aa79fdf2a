import type { RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import t from 'tap';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import { expectedSeconds } from '@whatsapp-service/supervisor/restart/restart-estimate.ts';

/** A restart: stopped at 0, started at 1 s, restoring from 2 s on, connected at `connectedMs`. */
function report(sessions: number, connectedMs: number, adopted: boolean): RestorationReport {
  return {
    service_stopped_at: isoTime(0),
    service_started_at: isoTime(1_000),
    began_at: isoTime(1_700),
    first_connected_at: isoTime(connectedMs),
    last_connected_at: isoTime(connectedMs),
    completed_at: isoTime(connectedMs),
    directory_source: 'embedded',
    restored: sessions,
    failed: 0,
    sessions: Array.from({ length: sessions }, (_unused, index) => ({
      session_id: String(index),
      outcome: 'restored' as const,
      adopted,
      message: null,
      duration_ms: 1,
    })),
  };
}

const facts = { mode: 'full', activeSessions: 10, concurrency: 2, reports: [] } as const;

t.test('a full restart takes what the last restoration took, scaled by the number of sessions', async (t) => {
  const measured = [report(5, 11_000, false)];
  t.equal(expectedSeconds({ ...facts, reports: measured, activeSessions: 5 }), 12, '10 s, and 2 to stop');
  t.equal(expectedSeconds({ ...facts, reports: measured }), 24, 'twice as many; 4 s to stop');
  t.equal(expectedSeconds({ ...facts, reports: measured, activeSessions: 1 }), 12, 'the start of the process does not shrink');
});

t.test('handovers before it say nothing of a full restart', async (t) => {
  t.equal(expectedSeconds({ ...facts, activeSessions: 5, reports: [report(5, 2_000, true), report(5, 11_000, false)] }), 12);
});

t.test('without a measurement the number of starts one after the other counts', async (t) => {
  t.equal(expectedSeconds(facts), 4 + 3 + 5 * 8);
  t.equal(expectedSeconds({ ...facts, activeSessions: 0 }), 3);
});

t.test('a handover takes what the last one took, whatever the number of sessions', async (t) => {
  t.equal(expectedSeconds({ ...facts, mode: 'handover', reports: [report(5, 11_000, false), report(2, 2_000, true)] }), 2);
  t.equal(expectedSeconds({ ...facts, mode: 'handover' }), 3);
});
