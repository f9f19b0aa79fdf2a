import { signal } from '@preact/signals';
import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import { sentenceOf } from '../api/problem.ts';
import type { Parts } from '../parts.ts';

const pageSize = 100;
/** Backups of all sessions come one after the other. */
const settleMs = 500;

/** The newest backups, of all sessions or of one, kept fresh while they are looked at. */
export class BackupList {
  readonly backups = signal<readonly BackupView[] | undefined>(undefined);
  readonly hasMore = signal(false);
  readonly fault = signal('');
  readonly #parts: Parts;
  readonly #sessionId: string;
  readonly #end: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #cursor: string | null = null;
  #turn = 0;

  constructor(parts: Parts, sessionId: string) {
    this.#parts = parts;
    this.#sessionId = sessionId;
    const ends = [
      parts.live.onTurn(() => void this.refresh()),
      parts.live.listen(({ type, session_id: id }) => {
        if (type.startsWith('backup.') && (sessionId === '' || id === sessionId)) this.#refreshSoon();
      }),
    ];
    this.#end = () => {
      clearTimeout(this.#timer);
      for (const end of ends) end();
    };
    if (parts.live.state.peek() !== 'connecting') void this.refresh();
  }

  close(): void {
    this.#end();
  }

  /** Asks for the newest ones. */
  async refresh(): Promise<void> {
    await this.#ask([], null);
  }

  async more(): Promise<void> {
    await this.#ask(this.backups.value ?? [], this.#cursor);
  }

  /** What was asked before is of no concern any more: its answer would show rows twice. */
  async #ask(before: readonly BackupView[], cursor: string | null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const { backups, next_cursor: next } = await this.#parts.api.backups({
        sessionId: this.#sessionId,
        cursor,
        limit: pageSize,
      });
      if (turn !== this.#turn) return;
      this.backups.value = [...before, ...backups];
      this.#cursor = next;
      this.hasMore.value = next !== null;
      this.fault.value = '';
    } catch (error) {
      if (turn === this.#turn) this.fault.value = sentenceOf(error);
    }
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), settleMs);
  }
}
