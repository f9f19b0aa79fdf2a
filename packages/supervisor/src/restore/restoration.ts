import type { RestorationProgress, RestorationReport, RestoredSession } from '@whatsapp-service/shared/api/restoration-report.ts';
import { isoTime, isoTimeOrNull } from '@whatsapp-service/shared/time/clock.ts';

export interface RestorationStart {
  readonly serviceStoppedMs: number | null;
  readonly serviceStartedMs: number;
  readonly beganMs: number;
  readonly source: RestorationReport['directory_source'];
}

/** Keeps the count of one restoration; it is told what came of each session. */
export class Restoration {
  readonly #start: RestorationStart;
  readonly #sessions = new Map<string, RestoredSession>();
  #firstConnectedMs: number | null = null;
  #lastConnectedMs: number | null = null;
  #completedMs: number | null = null;

  constructor(start: RestorationStart, sessionIds: readonly string[]) {
    this.#start = start;
    for (const id of sessionIds) {
      this.#sessions.set(id, { session_id: id, outcome: 'pending', adopted: false, message: null, duration_ms: null });
    }
  }

  /** `adopted` says that it was connected all the time: its worker had outlived the earlier supervisor; `message` what was out of the ordinary. */
  restored(sessionId: string, nowMs: number, { adopted = false, message }: { adopted?: boolean; message?: string } = {}): void {
    this.#firstConnectedMs ??= nowMs;
    this.#lastConnectedMs = nowMs;
    this.#settle({ session_id: sessionId, outcome: 'restored', adopted, message: message ?? null }, nowMs);
  }

  failed(sessionId: string, message: string, nowMs: number): void {
    this.#settle({ session_id: sessionId, outcome: 'failed', adopted: false, message }, nowMs);
  }

  completed(nowMs: number): void {
    this.#completedMs = nowMs;
  }

  progress(): RestorationProgress {
    const outcomes = [...this.#sessions.values()].map((session) => session.outcome);
    const restored = outcomes.filter((outcome) => outcome === 'restored').length;
    const failed = outcomes.filter((outcome) => outcome === 'failed').length;
    return { total: outcomes.length, restored, failed, remaining: outcomes.length - restored - failed };
  }

  report(): RestorationReport {
    const { restored, failed } = this.progress();
    return {
      service_stopped_at: isoTimeOrNull(this.#start.serviceStoppedMs),
      service_started_at: isoTime(this.#start.serviceStartedMs),
      began_at: isoTime(this.#start.beganMs),
      first_connected_at: isoTimeOrNull(this.#firstConnectedMs),
      last_connected_at: isoTimeOrNull(this.#lastConnectedMs),
      completed_at: isoTimeOrNull(this.#completedMs),
      directory_source: this.#start.source,
      restored,
      failed,
      sessions: [...this.#sessions.values()],
    };
  }

  #settle(session: Omit<RestoredSession, 'duration_ms'>, nowMs: number): void {
    this.#sessions.set(session.session_id, { ...session, duration_ms: nowMs - this.#start.beganMs });
  }
}
