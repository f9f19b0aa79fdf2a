/** Who asks for the start: the restoration, a restart after an exit, a backup that is in the place of a damaged profile, or a person (or Django). */
export type StartIntent = 'restoration' | 'restart' | 'backup' | 'person';

export interface StartFacts {
  readonly intent: StartIntent;
  readonly hasAuthFiles: boolean;
  readonly linked: 'yes' | 'no' | 'unknown';
}

/**
 * What to start: `restore` expects a linked profile, `pair` offers a QR code, `auth_missing` starts nothing.
 * A profile that was never linked is paired on: the code that was on offer before a restart is offered again.
 */
export function decideStart(facts: StartFacts): 'restore' | 'pair' | 'auth_missing' {
  if (facts.hasAuthFiles) return facts.linked === 'no' ? 'pair' : 'restore';
  if (facts.intent === 'person') return 'pair';
  return facts.intent === 'restart' && facts.linked === 'no' ? 'pair' : 'auth_missing';
}
