import type { LoggerOptions } from 'pino';
import { logLineLevels } from '../api/log-line.ts';

/** The levels a log can have. */
export const logLevels = [...logLineLevels, 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Fields that could carry a secret, a phone number or what somebody wrote: they never reach a log. */
const redactedPaths = [
  'token',
  'apiKey',
  'api_key',
  'phone',
  'phone_number',
  'body',
  'text',
  'qr',
  'req.headers["x-api-key"]',
  'req.headers.authorization',
  'req.headers.cookie',
];

/** The logger options of both processes; `name` says which process writes. */
export function loggerOptions(name: string, level: LogLevel): LoggerOptions {
  return {
    name,
    level,
    base: { name, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: redactedPaths, censor: '[redacted]' },
  };
}
