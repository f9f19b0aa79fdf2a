import { pino } from 'pino';
import type { Logger } from 'pino';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import { outputOf } from '@whatsapp-service/shared/log/file-output.ts';
import { loggerOptions, logLevels } from '@whatsapp-service/shared/log/logger-options.ts';

/** The log of one session's worker: each line has the session. */
export function loggerOf(init: WorkerInit): Logger {
  const level = logLevels.find((known) => known === init.logLevel) ?? 'info';
  // Written at once: a line that explains an exit must be on disk before it.
  const logger = pino(loggerOptions('worker', level), outputOf(1));
  return logger.child({ session_id: init.sessionId });
}
