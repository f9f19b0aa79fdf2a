import { entryIdOf, isChatEntry } from '@whatsapp-service/shared/ipc/facts.ts';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import type { CursorPage } from '@whatsapp-service/shared/ipc/methods/backfill-methods.ts';
import type { BackfillAnswers } from '@whatsapp-service/supervisor/workers/worker-listener.ts';

/** Answers of a supervisor whose sessions miss nothing. */
export const nothingToFetch: BackfillAnswers = {
  'backfill.cursors': async () => cursorPage({ sinceMs: Date.now() }),
  'backfill.unknown': async () => ({ messageIds: [] }),
};

/** What a supervisor answers that knows of no chat and has wide bounds. */
function cursorPage(overrides: Partial<CursorPage> = {}): CursorPage {
  return { sinceMs: 0, overlapMs: 600_000, limit: 1_000, maxAgeMs: 86_400_000, cursors: [], next: null, ...overrides };
}

/** The supervisor's memory of messages, as short as a test of a worker needs it: each fact counts as in the log at once. */
export class MessageLog {
  /** Replaces parts of what is answered. */
  bounds: Partial<CursorPage> = {};
  readonly #sinceMs = Date.now() - 1_000;
  readonly #newest = new Map<string, { readonly timeMs: number; readonly newestId: string }>();
  readonly #ids = new Set<string>();

  readonly answers: BackfillAnswers = {
    'backfill.cursors': async () => {
      const cursors = [...this.#newest].map(([chatId, cursor]) => ({ chatId, ...cursor }));
      return cursorPage({ sinceMs: this.#sinceMs, cursors, ...this.bounds });
    },
    'backfill.unknown': async ({ messageIds }) => ({ messageIds: messageIds.filter((id) => !this.#ids.has(id)) }),
  };

  note(fact: Fact): void {
    if (!isChatEntry(fact)) return;
    const newestId = entryIdOf(fact);
    const [chatId, time] = 'message' in fact ? [fact.message.chat_id, fact.message.timestamp] : [fact.data.group_id, fact.data.timestamp];
    this.#ids.add(newestId);
    this.#newest.set(chatId, { timeMs: Date.parse(time), newestId });
  }
}
