import { exitNameOf } from '@whatsapp-service/shared/process/exit-codes.ts';
import type { SessionReason } from '@whatsapp-service/shared/session/session-reason.ts';

/** What an exit means for the session's next start. */
export interface ExitVerdict {
  readonly restart: 'never' | 'at_once' | 'with_backoff';
  readonly reason: SessionReason;
}

/** Why the supervisor itself killed a worker. */
export type KillCause = 'silence' | 'start_deadline';

/** Reads the exit table for an exit that was no part of a stop; `killedFor` where the signal was ours. */
export function judgeExit(code: number | null, signal: string | null, killedFor?: KillCause): ExitVerdict {
  if (signal !== null && killedFor === 'silence') {
    return verdict('with_backoff', 'unresponsive', 'The worker gave no sign of life for 30 s and was ended.');
  }
  if (signal !== null && killedFor === 'start_deadline') {
    return verdict('with_backoff', 'start_deadline', 'The start was over its deadline and its worker was ended.');
  }
  if (signal !== null) {
    const message = `The worker process was ended by ${signal}, which nobody here sent; the machine may be out of memory.`;
    return { restart: 'with_backoff', reason: { code: 'probably_out_of_memory', message } };
  }
  const name = code === null ? undefined : exitNameOf(code);
  switch (name) {
    case 'badInit':
      return verdict('never', 'bad_init', 'The worker refused what it was started with (exit code 10).');
    case 'protocolTooOld':
      return verdict('at_once', 'worker_crashed', 'The worker speaks an older protocol (exit code 11).');
    case 'loggedOut':
      return verdict('never', 'logged_out', 'The device is no longer linked; scan a new QR code.');
    case 'browserLost':
      return verdict('with_backoff', 'browser_lost', 'The browser ended or hung (exit code 21).');
    case 'connectionLost':
      return verdict('with_backoff', 'connection_lost', 'The page did not get its connection to WhatsApp back (exit code 23).');
    case 'startDeadline':
      return verdict('with_backoff', 'start_deadline', 'The start failed or took too long (exit code 22).');
    case 'asked':
    case 'orphaned':
    case 'uncaught':
      return verdict('with_backoff', 'worker_crashed', `The worker process ended unasked (exit code ${code}).`);
    case undefined:
      // One that an earlier supervisor started is no child of ours, and one that never ran has none.
      if (code === null) return verdict('with_backoff', 'worker_crashed', 'The worker process ended unasked, or did not start.');
      return verdict('with_backoff', 'worker_crashed', `The worker process ended unasked (exit code ${code}).`);
  }
}

function verdict(restart: ExitVerdict['restart'], code: SessionReason['code'], message: string): ExitVerdict {
  return { restart, reason: { code, message } };
}
