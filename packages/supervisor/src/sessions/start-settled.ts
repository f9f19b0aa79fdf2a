import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { SessionRecord } from './session-record.ts';

/** What can be watched for changes of its state. */
export interface Watched {
  watch(watcher: (record: SessionRecord) => void): () => void;
}

/** Resolves once a start is over one way or the other; after the deadline it calls `onDeadline` and resolves as well. */
export async function startSettled(session: Watched, clock: Clock, deadlineMs: number, onDeadline: () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancel = clock.after(deadlineMs, () => {
      onDeadline();
      finish();
    });
    const unwatch = session.watch(({ state }) => {
      if (state !== 'starting' && state !== 'authenticating') finish();
    });
    function finish(): void {
      cancel();
      unwatch();
      resolve();
    }
  });
}
