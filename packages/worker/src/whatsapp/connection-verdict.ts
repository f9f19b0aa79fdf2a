/** What WhatsApp's connection state means for a session that was connected. */
export type ConnectionVerdict = 'connected' | 'lost' | 'taken_over' | 'unlinked' | 'outdated';

/**
 * Reads a state of the page. CONFLICT means that the same device is open elsewhere: taking it back would begin a fight
 * between two browsers, so the session stays lost until a person restarts it or the other one goes.
 */
export function connectionVerdict(state: string | null): ConnectionVerdict {
  switch (state) {
    case 'CONNECTED':
      return 'connected';
    case 'CONFLICT':
      return 'taken_over';
    case 'UNPAIRED':
    case 'UNPAIRED_IDLE':
      return 'unlinked';
    case 'DEPRECATED_VERSION':
      return 'outdated';
    default:
      return 'lost';
  }
}
