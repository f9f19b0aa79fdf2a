import type { RestorationReport, RestoredSession } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { CliFailure } from './cli-failure.ts';
import { exitCodes } from './exit-codes.ts';
import type { ServiceClient } from './service-client.ts';

export interface ReturnWatchOptions {
  readonly client: ServiceClient;
  /** `started_at` of the process that ends. */
  readonly endingSince: string;
  readonly waitSeconds: number;
  /** Called once for each session that is back or is not going to be. */
  readonly onSession: (session: RestoredSession) => void;
}

const lookEveryMs = 500;

/** Resolves once another process of the service has its sessions back, with its report; throws CliFailure where that takes too long. */
export async function untilBack({ client, endingSince, waitSeconds, onSession }: ReturnWatchOptions): Promise<RestorationReport | null> {
  const deadline = performance.now() + waitSeconds * 1_000;
  const told = new Set<string>();
  let last: CliFailure | undefined;
  for (;;) {
    const info = await infoOf(client).catch((error: unknown) => {
      if (!(error instanceof CliFailure) || error.isFinal) throw error;
      // It is away for the moment, or was asked too often.
      last = error;
      return undefined;
    });
    if (info !== undefined && info.started_at !== endingSince) {
      last = undefined;
      for (const session of info.last_restoration?.sessions ?? []) {
        if (session.outcome === 'pending' || told.has(session.session_id)) continue;
        told.add(session.session_id);
        onSession(session);
      }
      if (info.status !== 'restoring') return info.last_restoration;
    }
    if (performance.now() > deadline) throw lateFailure(last, waitSeconds);
    await delay(lookEveryMs);
  }
}

async function infoOf(client: ServiceClient): Promise<ServiceInfo> {
  return client.get<ServiceInfo>('/api/v1/service');
}

function lateFailure(last: CliFailure | undefined, waitSeconds: number): CliFailure {
  const late = `The service was not back within ${waitSeconds} s.`;
  return last === undefined
    ? new CliFailure(exitCodes.failed, `${late} "whatsapp-service status" says how far it is.`)
    : new CliFailure(last.exitCode, `${late} ${last.text}`);
}
