import { signal } from '@preact/signals';
import { Problem } from '../api/problem.ts';
import type { Parts } from '../parts.ts';

const againMs = 1_000;

/** The picture of the code that a session offers now; it follows each new code until it is closed. */
export class QrCode {
  readonly picture = signal<string | undefined>(undefined);
  readonly secondsLeft = signal(0);
  readonly #parts: Parts;
  readonly #sessionId: string;
  readonly #end: () => void;
  #expiresMs = 0;
  #isClosed = false;
  #isFetching = false;
  /** A new code came while the one before was being fetched. */
  #isOvertaken = false;

  constructor(parts: Parts, sessionId: string) {
    this.#parts = parts;
    this.#sessionId = sessionId;
    const timer = setInterval(() => this.#tick(), againMs);
    const unlisten = parts.live.listen(({ type, session_id: id }) => {
      if (type !== 'session.qr' || id !== sessionId) return;
      this.#isOvertaken = true;
      void this.#fetch();
    });
    this.#end = () => {
      clearInterval(timer);
      unlisten();
    };
    void this.#fetch();
  }

  close(): void {
    this.#isClosed = true;
    this.#end();
    this.#show(undefined);
  }

  #tick(): void {
    const leftMs = this.#expiresMs - Date.now();
    this.secondsLeft.value = Math.max(0, Math.ceil(leftMs / 1_000));
    if (leftMs <= 0) void this.#fetch();
  }

  async #fetch(): Promise<void> {
    if (this.#isFetching || this.#isClosed) return;
    this.#isFetching = true;
    this.#isOvertaken = false;
    try {
      const { api } = this.#parts;
      const { expires_at: expiresAt } = await api.qr(this.#sessionId);
      const url = await api.picture(this.#sessionId, 'qr', 'image/png');
      this.#expiresMs = Date.parse(expiresAt);
      this.#show(url);
      this.#tick();
    } catch (error) {
      // No code on offer at this moment: the next tick asks again.
      if (!(error instanceof Problem)) throw error;
      this.#show(undefined);
    } finally {
      this.#isFetching = false;
    }
    if (this.#isOvertaken) void this.#fetch();
  }

  #show(url: string | undefined): void {
    if (this.picture.value !== undefined) URL.revokeObjectURL(this.picture.value);
    this.picture.value = this.#isClosed ? undefined : url;
    if (this.#isClosed && url !== undefined) URL.revokeObjectURL(url);
  }
}
