import type { EndMode } from '@whatsapp-service/shared/api/restart-view.ts';

/** A restart that is followed: since which start, and until when. */
export interface KeptRestart {
  readonly mode: EndMode;
  readonly before: string;
  readonly untilMs: number;
}

const name = 'restart';

/** Keeps it for this tab, so that a reload goes on following. */
export function keepRestart(kept: KeptRestart): void {
  sessionStorage.setItem(name, JSON.stringify(kept));
}

export function forgetRestart(): void {
  sessionStorage.removeItem(name);
}

/** The restart that the tab followed before it was reloaded. */
export function keptRestart(): KeptRestart | undefined {
  const text = sessionStorage.getItem(name);
  return text === null ? undefined : (JSON.parse(text) as KeptRestart);
}
