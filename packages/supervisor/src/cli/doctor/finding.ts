/** What a check has found: a fault keeps the service from its work or endangers the sessions, a warning may. */
export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'fault';
  readonly message: string;
  /** What to do; null where nothing is to be done. */
  readonly remedy: string | null;
}

/** All is well. */
export function ok(check: string, message: string): Finding {
  return { check, status: 'ok', message, remedy: null };
}

/** Something that may do harm. */
export function warning(check: string, message: string, remedy: string): Finding {
  return { check, status: 'warning', message, remedy };
}

/** Something that does. */
export function fault(check: string, message: string, remedy: string): Finding {
  return { check, status: 'fault', message, remedy };
}
