import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';

/** What a session took at one moment. */
export interface Sample {
  readonly timeMs: number;
  readonly rssBytes: number;
  readonly cpuPercent: number;
}

/** Ten minutes at one sample in five seconds. */
const kept = 120;

/** What sessions took since the page was opened. */
export class ResourceHistory {
  readonly #samples = new Map<string, Sample[]>();

  note(sessions: readonly SessionView[], timeMs = Date.now()): void {
    for (const { session_id: id, resources } of sessions) {
      const sample = { timeMs, rssBytes: resources.rss_bytes, cpuPercent: resources.cpu_percent };
      this.#samples.set(id, [...(this.#samples.get(id) ?? []), sample].slice(-kept));
    }
    const present = new Set(sessions.map(({ session_id: id }) => id));
    for (const id of this.#samples.keys()) if (!present.has(id)) this.#samples.delete(id);
  }

  of(sessionId: string): readonly Sample[] {
    return this.#samples.get(sessionId) ?? [];
  }
}
