import type { RestorationProgress, RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { Degradation, Readiness, ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';

/** What the service says of itself. */
export interface ServicePort {
  readiness(): { status: Readiness; reasons: readonly Degradation[]; restoration: RestorationProgress };
  /** Whether commands are refused because the service is shutting down. */
  isDraining(): boolean;
  info(): ServiceInfo;
  /** The last restorations, newest first. */
  restorations(limit: number): RestorationReport[];
  /** The service's own log lines kept in memory, oldest first. */
  logs(query: { after: number; level?: string; sessionId?: string; sessionPrefix?: string; limit: number }): {
    lines: LogLine[];
    last_seq: number;
  };
  subscribeToLogs(listener: (line: LogLine) => void): () => void;
}
