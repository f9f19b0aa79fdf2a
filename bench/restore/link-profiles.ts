import { ServiceApi } from '../../scripts/service/service-api.ts';
import { sessionReached } from '../../scripts/service/session-reached.ts';
import type { BenchStage } from './bench-stage.ts';

const linkTimeoutMs = 120_000;
const firstNumber = 15_550_000_001;

/** The phone number of the session at a place of the stage's list. */
export function numberOf(index: number): string {
  return String(firstNumber + index);
}

/** Links the sessions, all of them where nothing else is said, through the service, and stops it in order. */
export async function linkProfiles(
  stage: BenchStage,
  signal: AbortSignal,
  onLinked: (count: number) => void,
  sessionIds = stage.sessionIds,
): Promise<void> {
  const service = stage.startService();
  const either = AbortSignal.any([signal, service.lost]);
  const api = new ServiceApi(await service.url(signal), stage.apiKey);
  for (const [index, id] of sessionIds.entries()) {
    const number = numberOf(stage.sessionIds.indexOf(id));
    await stage.simulator.addPhone(number);
    await api.post('/api/v1/sessions', { session_id: id }, either);
    await sessionReached(api, { sessionId: id, status: 'qr_required', timeoutMs: linkTimeoutMs, signal: either });
    const { qr } = await api.get<{ qr: string }>(`/api/v1/sessions/${id}/qr`, either);
    await stage.simulator.scan(number, qr);
    await sessionReached(api, { sessionId: id, status: 'connected', timeoutMs: linkTimeoutMs, signal: either });
    onLinked(index + 1);
  }
  if (!(await service.stop())) throw new Error(`The service did not stop cleanly:\n${service.log.tail(15)}`);
}
