import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { folderSize } from './folder-size.ts';

export interface ProfileSizesOptions {
  readonly clock: Clock;
  /** The sessions' profile folders by session id. */
  readonly folders: () => ReadonlyMap<string, string>;
}

const turnEveryMs = 5_000;
/** A profile has a thousand files and changes slowly. */
const measureEveryMs = 600_000;
const measureAtMostMs = 20_000;

interface Measure {
  readonly atMs: number;
  readonly bytes: number | null;
}

/** Measures the profiles in turn, one every few seconds and each every ten minutes. */
export class ProfileSizes {
  readonly #options: ProfileSizesOptions;
  readonly #measures = new Map<string, Measure>();
  readonly #closed = new AbortController();
  #cancel: () => void = () => undefined;

  constructor(options: ProfileSizesOptions) {
    this.#options = options;
    this.#arm();
  }

  /** The bytes on disk, or null before the first measure. */
  of(sessionId: string): number | null {
    return this.#measures.get(sessionId)?.bytes ?? null;
  }

  close(): void {
    this.#closed.abort();
    this.#cancel();
  }

  #arm(): void {
    if (this.#closed.signal.aborted) return;
    this.#cancel = this.#options.clock.after(turnEveryMs, () => {
      void this.#measureNext().finally(() => this.#arm());
    });
  }

  async #measureNext(): Promise<void> {
    const nowMs = this.#options.clock.now();
    const folders = this.#options.folders();
    for (const sessionId of this.#measures.keys()) {
      if (!folders.has(sessionId)) this.#measures.delete(sessionId);
    }
    const ageOf = (sessionId: string): number => nowMs - (this.#measures.get(sessionId)?.atMs ?? -Infinity);
    const [due] = [...folders].filter(([sessionId]) => ageOf(sessionId) >= measureEveryMs).toSorted(([a], [b]) => ageOf(b) - ageOf(a));
    if (due === undefined) return;
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(measureAtMostMs)]);
    // A profile that cannot be read, or is not there, has no size; the next turn looks again.
    const bytes = await folderSize(due[1], signal).catch(() => undefined);
    this.#measures.set(due[0], { atMs: nowMs, bytes: bytes ?? null });
  }
}
