import { cursorsPerPage } from '@whatsapp-service/shared/ipc/methods/backfill-methods.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { overlapMs } from '../events/message-cursors.ts';
import type { MessageCursors } from '../events/message-cursors.ts';
import type { BackfillAnswers } from '../workers/worker-listener.ts';

export interface BackfillParts {
  readonly cursors: MessageCursors;
  readonly bounds: { readonly limit: number; readonly maxAgeMs: number };
  readonly clock: Clock;
}

/** Answers what one session's worker asks to learn which messages it missed. */
export function backfillAnswers(sessionId: string, { cursors, bounds, clock }: BackfillParts): BackfillAnswers {
  return {
    'backfill.cursors': async ({ after }) => {
      const page = cursors.page(sessionId, after, cursorsPerPage);
      const next = page.length === cursorsPerPage ? (page.at(-1)?.chatId ?? null) : null;
      // Without any knowledge of the account there is nothing that it could have missed.
      const sinceMs = cursors.sinceMs(sessionId) ?? clock.now();
      return { ...bounds, overlapMs, sinceMs, cursors: page, next };
    },
    'backfill.unknown': async ({ chatId, messageIds }) => ({ messageIds: cursors.unknown(sessionId, chatId, messageIds) }),
  };
}
