import type { EndMode } from '@whatsapp-service/shared/api/restart-view.ts';

export interface EndCause {
  /** What a person or a program asked for by the API. */
  readonly requested: EndMode | undefined;
  readonly signal: string | undefined;
  /** HANDOVER_GRACE_SECONDS, in milliseconds: 0 says that nobody comes next. */
  readonly graceMs: number;
}

/** What an end means for the sessions. SIGQUIT is the signal for an end of everything, whatever the grace. */
export function endModeOf({ requested, signal, graceMs }: EndCause): EndMode {
  if (requested !== undefined) return requested;
  return graceMs > 0 && signal !== 'SIGQUIT' ? 'handover' : 'full';
}
