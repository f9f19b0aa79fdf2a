import { multistream, pino } from 'pino';
import type { Logger } from 'pino';
import pretty from 'pino-pretty';
import { loggerOptions } from '@whatsapp-service/shared/log/logger-options.ts';
import type { LogLevel } from '@whatsapp-service/shared/log/logger-options.ts';
import type { LogRing } from './log-ring.ts';

/** The service's logger: to standard output, for people or as JSON lines, and into the ring. */
export function createLogger(level: LogLevel, isPretty: boolean, ring: LogRing): Logger {
  const out = isPretty ? pretty({ sync: true, ignore: 'pid,name,session_id', translateTime: 'SYS:HH:MM:ss' }) : process.stdout;
  return pino(
    loggerOptions('supervisor', level),
    // The level is the logger's own; a stream's lower one would hide lines.
    multistream([
      { stream: out, level: 'trace' },
      { stream: ring.stream, level: 'trace' },
    ]),
  );
}
