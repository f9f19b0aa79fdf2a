import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { ServiceApi } from './service-api.ts';
import { waitFor } from './wait-for.ts';

export interface SessionWait {
  readonly sessionId: string;
  readonly status: SessionView['status'];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Resolves once the session has the status; throws with what it has instead when the time is over, or when it is given up before. */
export async function sessionReached(api: ServiceApi, { sessionId, status, timeoutMs, signal }: SessionWait): Promise<void> {
  let last: SessionView | undefined;
  const told = (): string => `It is ${last?.state ?? 'not there'}: ${last?.reason?.message ?? 'no reason is known'}`;
  await waitFor(
    async () => {
      last = await api.get<SessionView>(`/api/v1/sessions/${sessionId}`, signal);
      if (last.status === 'disconnected') throw new Error(`Session ${sessionId} does not become "${status}". ${told()}`);
      return last.status === status ? last : undefined;
    },
    { what: `Session ${sessionId} becoming "${status}"`, timeoutMs, signal, instead: told },
  );
}
