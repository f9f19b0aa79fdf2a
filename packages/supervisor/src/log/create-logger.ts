import { multistream, pino } from 'pino';
import type { Logger } from 'pino';
import pretty from 'pino-pretty';
import { loggerOptions } from '@whatsapp-service/shared/log/logger-options.ts';
import type { LogLevel } from '@whatsapp-service/shared/log/logger-options.ts';
import type { LogRing } from './log-ring.ts';

const diskErrors = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EFBIG']);

/** The service's logger: to standard output, for people or as JSON lines, and into the ring. */
export function createLogger(level: LogLevel, isPretty: boolean, ring: LogRing): Logger {
  const out = isPretty ? pretty({ sync: true, ignore: 'pid,name,session_id', translateTime: 'SYS:HH:MM:ss' }) : process.stdout;
  // A log file on a full disk must not end the service; a closed pipe is dealt with by whoever runs it.
  out.on('error', (error: NodeJS.ErrnoException) => {
    if (!diskErrors.has(error.code ?? '')) throw error;
  });
  return pino(
    loggerOptions('supervisor', level),
    // The level is the logger's own; a stream's lower one would hide lines.
    multistream([
      { stream: out, level: 'trace' },
      { stream: ring.stream, level: 'trace' },
    ]),
  );
}
