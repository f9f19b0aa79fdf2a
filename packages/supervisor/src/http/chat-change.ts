import type { Static } from 'typebox';
import { mutedForever } from '@whatsapp-service/shared/ipc/chat-data.ts';
import type { ChatChangeInput } from './schemas/chat-schemas.ts';
import { parseIsoTime } from './validation/iso-time.ts';
import { RequestFault } from './validation/request-fault.ts';

interface ChatChange {
  readonly archived?: boolean;
  readonly pinned?: boolean;
  readonly mutedUntilMs?: number;
  readonly unread?: boolean;
}

/** What a worker is asked to set for a chat; throws RequestFault for what contradicts itself. */
export function chatChangeOf({ muted_until, ...change }: Static<typeof ChatChangeInput>): ChatChange {
  if (change.archived === true && change.pinned === true) {
    throw new RequestFault([
      { path: 'body/pinned', message: 'cannot be true together with "archived": WhatsApp pins nothing in the archive' },
    ]);
  }
  return muted_until === undefined ? change : { ...change, mutedUntilMs: mutedUntilMs(muted_until) };
}

function mutedUntilMs(until: string | null): number {
  if (until === null) return 0;
  const ms = until === mutedForever ? -1 : parseIsoTime(until);
  if (ms === undefined || ms < -1) {
    throw new RequestFault([{ path: 'body/muted_until', message: `must be an ISO 8601 time with its zone, "${mutedForever}" or null` }]);
  }
  return ms;
}
