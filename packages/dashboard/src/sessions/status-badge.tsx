import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { statusWords } from './words.ts';

/** A session's status as colour and word, with the reason where there is one. */
export function StatusBadge({ session }: { readonly session: SessionView }) {
  return (
    <span class={`badge ${session.status}`} title={session.reason?.message ?? ''}>
      {statusWords[session.status]}
    </span>
  );
}
